// Pools and queues as tiles: places taken and free, and the depth of each queue over three hours.
import { html } from "./htm.mjs";
import { useLive } from "./api.mjs";

/** The load of three hours, a point a minute. */
export const HISTORY = "/api/v1/queues/history?minutes=180";
const MINUTES = 180, MINUTE = 60_000;

const WIDE = 120, HIGH = 32;

/** The runs of known values, as [place, value]: a line joins no two points over a time in which nobody looked. */
function runsOf(values) {
  const runs = [[]];
  values.forEach((value, place) => (value === null ? runs.push([]) : runs.at(-1).push([place, value])));
  return runs.filter((run) => run.length > 0);
}

/** A curve. `values` are numbers in order of time, `null` where nothing was measured; `top` is the least height of the scale. */
export function Spark({ name, values, top = 1 }) {
  if (!values) return html`<small aria-busy="true">reading</small>`;
  const runs = runsOf(values), known = runs.flat().map(([, value]) => value);
  if (known.length < 2) return html`<small>no history yet</small>`;
  const most = Math.max(...known), scale = Math.max(top, most), step = WIDE / (values.length - 1);
  const across = (place) => (place * step).toFixed(1), up = (value) => (HIGH - 1 - (value / scale) * (HIGH - 4)).toFixed(1);
  const line = (run) => run.map(([place, value]) => `${across(place)},${up(value)}`).join(" ");
  const area = (run) => `${across(run[0][0])},${HIGH} ${line(run)} ${across(run.at(-1)[0])},${HIGH}`;
  return html`<svg class="spark" viewBox=${`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" role="img"
    aria-label=${`${name}: now ${known.at(-1)}, most ${most}`}><title>${`now ${known.at(-1)}, most ${most}`}</title>
    ${runs.map((run) => html`<polygon key=${`area ${run[0][0]}`} class="area" points=${area(run)} />
      <polyline key=${run[0][0]} points=${line(run)} />`)}</svg>`;
}

const Pool = ({ pool }) =>
  html`<li class="figure"><span>${pool.name}</span>
    <strong>${pool.running} <small>of ${pool.capacity} places taken</small></strong>
    <meter min="0" max=${pool.capacity} value=${pool.running} aria-label=${`${pool.name}: ${pool.running} of ${pool.capacity} places taken`}></meter>
    <small>${Math.max(0, pool.capacity - pool.running)} free</small></li>`;

/** The pools as figures of a list. */
export const Pools = ({ pools }) => pools.map((pool) => html`<${Pool} key=${pool.name} pool=${pool} />`);

/** The depth of a queue in each of the minutes up to the newest point; null where the history has no point. Null before it was read. */
export function depthsOf({ data, error }, name) {
  if (!data && !error) return null;
  const points = data?.points ?? [], values = Array(MINUTES).fill(null);
  const minuteOf = (point) => Math.round(Date.parse(point.at) / MINUTE), newest = points.length > 0 && minuteOf(points.at(-1));
  for (const point of points) {
    const place = MINUTES - 1 - (newest - minuteOf(point));
    if (place >= 0) values[place] = point.queues[name]?.depth ?? null;
  }
  return values;
}

export function QueueTiles({ queues }) {
  const past = useLive(HISTORY, 60_000);
  return html`<ul class="tiles">${queues.map((queue) => html`<li key=${queue.name}>
    <a href="#/queues">${queue.name}</a><span>${queue.waiting} waiting · ${queue.running} running</span>
    <${Spark} name=${`${queue.name}, messages over 3 hours`} values=${depthsOf(past, queue.name)} /></li>`)}</ul>`;
}
