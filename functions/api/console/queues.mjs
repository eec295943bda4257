// The load of queues and pools, for operators.
import { html } from "./htm.mjs";
import { useLive } from "./live.mjs";
import { Heading, READING, Table, Trouble } from "./parts.mjs";

const Pool = ({ pool }) =>
  html`<li class="scene"><strong>${pool.name}</strong>
    <meter min="0" max=${pool.capacity} value=${pool.running} aria-label=${`${pool.name}: ${pool.running} of ${pool.capacity} places taken`}></meter>
    <span>${pool.running} of ${pool.capacity} places taken</span></li>`;

export function Queues() {
  const { data, error, at } = useLive("/api/v1/queues");
  const rows = (data?.queues ?? []).map((one) => [one.name, one.name, one.pool, one.weight, one.depth, one.waiting, one.running, one.dead_messages]);
  return html`<${Heading}>Queues<//>
    <${Trouble} error=${error} at=${at} />
    <ul class="scenes">${data?.pools.map((pool) => html`<${Pool} key=${pool.name} pool=${pool} />`)}</ul>
    <${Table} name="Queues" columns=${["Queue", "Pool", "Weight", "Depth", "Waiting", "Running", "Dead"]} rows=${rows} empty=${READING} />`;
}
