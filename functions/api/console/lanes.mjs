// The steps and waits of a film as rows of bars: pure functions, so that a replay can ask for any moment.
import { seconds, stepOf, stepWords } from "./words.mjs";

const WAITS = { PENDING: "waits to be admitted", QUEUED: "waits in its queue", RETRYING: "waits for its retry" };
const WAITS_FOR = { postponed: "waits for a provider", held: "waits for approval" };
const ms = (text) => Date.parse(text);

/** Waits and attempts of the job, from its transitions. */
export function phasesOf(history, end) {
  return history.map((row, place) => ({
    name: row.to_state === "EXECUTING" ? `attempt ${row.attempt}` : WAITS_FOR[row.event] ?? WAITS[row.to_state],
    kind: row.to_state === "EXECUTING" ? "attempt" : "waiting",
    from: ms(row.at), to: history[place + 1] ? ms(history[place + 1].at) : end,
  })).filter(({ name }) => name);
}

/** The bars of one attempt of a step: the wait before it, and the work. Work whose start is unknown ends at `now`. */
function barsOf(step, now) {
  const to = step.finished_at ? ms(step.finished_at) : now;
  const from = step.started_at ? ms(step.started_at) : to;
  const waited = (step.queued_seconds ?? 0) * 1000;
  const kind = `${step.state} ${step.cached ? "cached" : ""} ${step.started_at ? "" : "edge"}`;
  return [...(waited > 0 ? [{ kind: "waiting", from: from - waited, to: from }] : []), { kind, from, to }];
}

const stateOf = (steps) => ["failed", "running"].find((state) => steps.some((step) => step.state === state)) ?? "done";
const sumOf = (steps) => steps.reduce((sum, step) => sum + (step.seconds ?? 0), 0);

function rowOf(name, steps, now) {
  const last = steps.at(-1);
  const times = steps.length > 1 ? `, ${steps.length} attempts` : "";
  return {
    name, steps, kind: stepOf(name).kind, label: stepOf(name).does, bars: steps.flatMap((step) => barsOf(step, now)),
    words: `${stepWords(name)}: ${last.state}, ${seconds(last.seconds)}${last.cached ? ", cached" : ""}${times}`,
  };
}

/** Rows in order of time: steps of the whole film alone, those of a scene in one group. */
export function groupsOf(steps, now) {
  const byName = new Map();
  for (const step of steps) byName.set(step.name, [...(byName.get(step.name) ?? []), step]);
  const rows = [...byName].map(([name, some]) => rowOf(name, some.sort((one, other) => one.attempt - other.attempt), now));
  const groups = new Map();
  for (const row of rows) {
    const { scene } = stepOf(row.name);
    const key = scene === null ? row.name : `scene ${scene}`;
    const group = groups.get(key) ?? { key, scene, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  const start = (one) => Math.min(...(one.rows ?? [one]).flatMap((row) => row.bars).map((bar) => bar.from));
  for (const group of groups.values()) group.rows.sort((one, other) => start(one) - start(other));
  return [...groups.values()].sort((one, other) => start(one) - start(other)).map((group) => {
    const all = group.rows.flatMap((row) => row.steps);
    return { ...group, words: `Scene ${group.scene + 1}: ${all.length} steps, ${stateOf(all)}, ${seconds(sumOf(all))}` };
  });
}
