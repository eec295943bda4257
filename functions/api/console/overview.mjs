// The first page: how the system does, and the newest films. Each figure leads to what it counts.
import { html } from "./htm.mjs";
import { readText, useLive } from "./api.mjs";
import { Card, Figure, Heading, Trouble, dollars, percent, seconds } from "./parts.mjs";
import { Pools, QueueTiles } from "./pools.mjs";
import { isOperator } from "./session.mjs";

const NEWEST = 8, MOST = 100;
const STATES = [["executing", "Being made"], ["queued", "Waiting"], ["retrying", "Will be retried"], ["failed", "Failed"], ["completed", "Completed"]];

/** The sum of today's films, UTC as the limits. `more` says that there are others. */
function spent({ jobs, has_more }) {
  const midnight = new Date().setUTCHours(0, 0, 0, 0);
  const today = jobs.filter((job) => Date.parse(job.created_at) >= midnight);
  return { sum: today.reduce((sum, job) => sum + job.cost_usd, 0), count: today.length, more: has_more && today.length === jobs.length };
}

/** Read the metrics as `useLive` reads: the text is its own tag. */
async function readMetrics(path, { signal }) {
  const text = await readText(path, { signal });
  return { data: { text }, tag: text };
}

const LINE = /^task_duration_seconds_bucket\{(.*)\} (\S+)$/;

/** Within how many seconds did a share of the attempts end? Null without attempts; it names the upper end of a bucket. */
function quantile(text, share, task = "generate_video") {
  const buckets = text.split("\n").map((line) => line.match(LINE)).filter((found) => found?.[1].includes(`task_name="${task}"`))
    .map(([, labels, count]) => [Number(labels.match(/le="([^"]+)"/)[1].replace("+Inf", "Infinity")), Number(count)])
    .sort(([one], [other]) => one - other);
  const all = buckets.at(-1)?.[1] ?? 0;
  const found = all > 0 && buckets.find(([, count]) => count >= all * share);
  return found && Number.isFinite(found[0]) ? found[0] : null;
}

function Figures({ counts, today, metrics, mean }) {
  const { sum, count, more } = today ?? {};
  const slow = metrics && quantile(metrics.text, 0.9);
  const time = counts.average_seconds ?? mean;
  return html`<ul class="counts figures">
    ${STATES.map(([state, name]) => html`<${Figure} key=${state} name=${name} value=${counts.counts[state]} href=${`#/films?status=${state}`} />`)}
    <${Figure} name="Success" value=${counts.success_rate === null ? "–" : percent(counts.success_rate)} note="of all films that ended" />
    <${Figure} name="Mean time" value=${seconds(time)} note=${slow ? `9 of 10 within ${seconds(slow)}` : "from start to end"} />
    <${Figure} name="Spent today" value=${today ? `${more ? "over " : ""}${dollars(sum)}` : "–"} note=${today && `${count}${more ? "+" : ""} of your films`} />
  </ul>`;
}

/** What needs an operator: dead letters, breakers that are open, and the places of the pools. */
function Alarms({ pools }) {
  const letters = useLive(`/api/v1/dlq?limit=${MOST}`, 15_000).data, providers = useLive("/api/v1/providers", 15_000).data?.providers;
  const open = (providers ?? []).filter((one) => !one.is_healthy);
  const dead = letters?.dead_letters.length ?? 0;
  return html`<ul class="counts figures" aria-busy=${!letters || !providers}>
    <${Figure} kind=${dead ? "warned" : ""} name="Dead letters" href="#/dead-letters" value=${letters ? `${dead}${letters.has_more ? "+" : ""}` : "–"}
      note=${dead ? "retry or remove them" : "nothing was given up"} />
    <${Figure} kind=${open.length ? "warned" : ""} name="Open breakers" href="#/providers" value=${providers ? open.length : "–"}
      note=${open.length ? open.map((one) => one.name).join(", ") : "all providers answer"} />
    <${Pools} pools=${pools} />
  </ul>`;
}

function Load() {
  const { data, error, at } = useLive("/api/v1/queues");
  return html`<section aria-labelledby="load"><h2 id="load">Load</h2>
    <${Trouble} error=${error} at=${at} />
    <div aria-busy=${!data && !error}><${Alarms} pools=${data?.pools ?? []} /></div>
    ${data && html`<${QueueTiles} queues=${data.queues} />`}
  </section>`;
}

/** The metrics, which operators alone may read. */
function Operators({ children }) {
  const { data } = useLive("/metrics", 30_000, readMetrics);
  return children(data);
}

export default function Overview() {
  const { data: counts, error, at } = useLive("/api/v1/jobs/stats/counts");
  const newest = useLive(`/api/v1/jobs?limit=${NEWEST}`), latest = useLive(`/api/v1/jobs?limit=${MOST}`, 30_000);
  const today = latest.data && spent(latest.data), jobs = newest.data?.jobs;
  const figures = (metrics) => html`<${Figures} counts=${counts} today=${today} metrics=${metrics} />`;
  return html`<div class="head"><${Heading}>Overview<//><a class="button main" href="#/new">New film</a></div>
    <${Trouble} error=${error ?? newest.error} at=${at} />
    <div aria-busy=${!counts && !error}>${counts && (isOperator() ? html`<${Operators}>${figures}<//>` : figures())}</div>
    ${isOperator() && html`<${Load} />`}
    <section aria-labelledby="newest"><div class="head"><h2 id="newest">Newest films</h2><a href="#/films">All films</a></div>
      <ul class="grid posters" aria-busy=${!jobs && !newest.error}>${jobs?.map((job) => html`<${Card} key=${job.job_id} job=${job} />`)}</ul>
      ${jobs?.length === 0 && html`<p class="empty">No films yet. <a href="#/new">Make the first one.</a></p>`}
    </section>`;
}
