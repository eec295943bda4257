// Pools and queues as tiles: places taken and free, and the depth of each queue over three hours.
import { html } from "./htm.mjs";
import { useLive } from "./live.mjs";

export const HISTORY = null;

const WIDE = 120, HIGH = 32;

/** `values` are numbers in order of time, `null` where nothing was measured; `top` is the least height of the scale. */
export function Spark({ name, values, top = 1 }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return html`<small>no history yet</small>`;
  const most = Math.max(top, ...known), step = WIDE / Math.max(values.length - 1, 1);
  const high = (value) => (HIGH - 1 - (value / most) * (HIGH - 4)).toFixed(1);
  const points = values.map((value, place) => value !== null && `${(place * step).toFixed(1)},${high(value)}`).filter(Boolean);
  const first = points[0].split(",")[0], last = points.at(-1).split(",")[0];
  return html`<svg class="spark" viewBox=${`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" role="img"
    aria-label=${`${name}: now ${known.at(-1)}, most ${Math.max(...known)}`}>
    <polygon class="area" points=${`${first},${HIGH} ${points.join(" ")} ${last},${HIGH}`} />
    <polyline points=${points.join(" ")} /></svg>`;
}

const Pool = ({ pool }) =>
  html`<li class="figure"><span>${pool.name}</span>
    <strong>${pool.running} <small>of ${pool.capacity} places taken</small></strong>
    <meter min="0" max=${pool.capacity} value=${pool.running} aria-label=${`${pool.name}: ${pool.running} of ${pool.capacity} places taken`}></meter>
    <small>${Math.max(0, pool.capacity - pool.running)} free</small></li>`;

/** The pools as figures of a list. */
export const Pools = ({ pools }) => pools.map((pool) => html`<${Pool} key=${pool.name} pool=${pool} />`);

/** The depths of a queue in order of time, as the history has them. */
export const depthsOf = (history, name) => (history?.minutes ?? []).map((minute) => minute.queues?.[name]?.depth ?? null);

export function QueueTiles({ queues }) {
  const { data } = useLive(HISTORY, 60_000);
  return html`<ul class="tiles">${queues.map((queue) => html`<li key=${queue.name}>
    <a href="#/queues">${queue.name}</a><span>${queue.waiting} waiting · ${queue.running} running</span>
    <${Spark} name=${`${queue.name}, messages over 3 hours`} values=${depthsOf(data, queue.name)} /></li>`)}</ul>`;
}
