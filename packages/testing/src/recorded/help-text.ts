// What `npm run oracle -- --help` says: by example.

export const helpText = `Replays recordings of a real Nomad server and names every difference. Exit code 1 when there is one.

  npm run oracle                                    every set in ../shared/oracle
  npm run oracle -- recordings/                     every set in a directory
  npm run oracle -- fsm.train.jsonl.gz              one file; its first word names the set
  npm run oracle -- packages/testing/fixtures       the samples that come with the repository
  npm run oracle -- --case 00042 recordings/        one case in full: the recording, and every difference
  npm run oracle -- --json recordings/              the reports as JSON
  npm run oracle -- --mutate                        breaks one rule at a time, and shows which case catches it
  npm run oracle -- --mutate --only promote         the mistakes with that word in their names
  npm run oracle -- --write docs/equivalence.md     replays, then writes the page on equivalence

Sets: fsm, endpoints, reconciler, spec-change, jobs, reschedule, rollouts, http. "excused" counts the cases in which the original
crashed or dropped the connection: there a clean refusal is asked for, and nothing else.`
