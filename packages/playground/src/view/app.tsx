// The page: a bar on top, three columns, time at the bottom. Whatever is drawn is a fold of the log up to the cursor.

import type { JSX } from 'preact'
import type { Board } from './board.ts'
import { DeploymentPanel } from './deployment-panel.tsx'
import { ExchangePanel } from './exchange-panel.tsx'
import { FaultPanel } from './fault-panel.tsx'
import { Inspector } from './inspector.tsx'
import { JobPanel } from './job-panel.tsx'
import { KeyHelp } from './key-help.tsx'
import { Lanes } from './lanes.tsx'
import { LessonPanel } from './lesson-panel.tsx'
import { LiveBar } from './live-bar.tsx'
import { LogList } from './log-list.tsx'
import { OddsPanel } from './odds-panel.tsx'
import { Region, type Regions, RegionTabs } from './regions.tsx'
import { ScenarioBar } from './scenario-bar.tsx'
import type { Teacher } from './teacher.ts'
import { TimeBar } from './time-bar.tsx'
import type { Tour } from './tour.ts'
import { TourBar } from './tour-bar.tsx'
import { WaitingPanel } from './waiting-panel.tsx'
import { WhyPanel } from './why-panel.tsx'

interface Props {
  readonly board: Board
  readonly teacher: Teacher
  readonly regions: Regions
  readonly tour: Tour
}

/** Everything. */
export function App({ board, teacher, regions, tour }: Props): JSX.Element {
  return (
    <div data-tour={tour.target}>
      <ScenarioBar board={board} teacher={teacher} />
      <TourBar tour={tour} />
      <LiveBar board={board} />
      <p class="said" role="status" aria-live="polite">
        {board.said}
      </p>
      <main aria-busy={board.working}>
        <KeyHelp board={board} />
        <LessonPanel board={board} teacher={teacher} />
        <RegionTabs regions={regions} />
        <Region regions={regions} name="rollout">
          <DeploymentPanel board={board} />
          <WaitingPanel board={board} />
          <FaultPanel board={board} />
          <ExchangePanel board={board} />
        </Region>
        <Region regions={regions} name="allocations">
          <Lanes board={board} />
        </Region>
        <Region regions={regions} name="log">
          <LogList board={board} />
          <div>
            <WhyPanel board={board} />
            <Inspector board={board} />
          </div>
        </Region>
        <Region regions={regions} name="job">
          <JobPanel board={board} />
          <OddsPanel board={board} />
        </Region>
      </main>
      <TimeBar board={board} />
    </div>
  )
}
