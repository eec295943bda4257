// The load of queues and pools, for operators.
import { html } from "./htm.mjs";
import { useLive } from "./api.mjs";
import { Heading, READING, Table, Trouble, percent } from "./parts.mjs";
import { HISTORY, Pools, Spark, depthsOf } from "./pools.mjs";

const COLUMNS = ["Queue", "Pool", "Weight", "Share", "Depth", "Waiting", "Running", "Dead", "Depth over 3 hours"];

/** Its share of the starts in its pool while all queues hold jobs. */
const shareOf = (one, queues) =>
  one.weight / queues.filter((other) => other.pool === one.pool).reduce((sum, other) => sum + other.weight, 0);

export default function Queues() {
  const { data, error, at } = useLive("/api/v1/queues"), past = useLive(HISTORY, 60_000);
  const queues = data?.queues ?? [];
  const rows = queues.map((one) => [
    one.name, html`<strong>${one.name}</strong>`, one.pool, one.weight, percent(shareOf(one, queues)), one.depth, one.waiting, one.running,
    one.dead_messages > 0 ? html`<a href="#/dead-letters"><strong>${one.dead_messages}</strong></a>` : 0,
    html`<${Spark} name=${`${one.name}, messages over 3 hours`} values=${depthsOf(past, one.name)} />`,
  ]);
  return html`<${Heading}>Queues<//>
    <${Trouble} error=${error} at=${at} />
    <ul class="counts figures pools"><${Pools} pools=${data?.pools ?? []} /></ul>
    <${Table} name="Queues" kind="short" columns=${COLUMNS} rows=${rows} empty=${READING} />
    <p class="meta">Share: how many of a pool's places the queue gets while all queues of the pool hold jobs.</p>`;
}
