// The sentence of the tour, above the picture.

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Tour } from './tour.ts'

/** The sentence and a way out; nothing when there is no tour. */
export function TourBar({ tour }: { readonly tour: Tour }): JSX.Element | null {
  const { text, target } = tour
  useEffect(() => bringIntoView(target), [target])
  if (text === undefined) return null
  return (
    <section class="tour" aria-label="guided tour">
      <p role="status">{text}</p>
      <div class="row">
        <span class="quiet numbers">{tour.place}</span>
        <button type="button" onClick={() => tour.leave()}>
          leave the tour
        </button>
      </div>
    </section>
  )
}

function bringIntoView(target: string): void {
  if (target === '') return
  const places = [...document.querySelectorAll(`[data-target="${target}"]`)]
  const place = places.find((element) => element.closest('.blockers')) ?? places[0]
  place?.scrollIntoView({ block: 'nearest' })
}
