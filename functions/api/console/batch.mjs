// One batch: counts, price, groups of errors, and its items.
import { html } from "./htm.mjs";
import { ask } from "./api.mjs";
import { useLive } from "./live.mjs";
import { Act, Heading, Progress, READING, State, Table, Trouble } from "./parts.mjs";
import { dollars, percent, seconds } from "./words.mjs";

/** Actions by the state in which the API allows them. */
const ACTS = {
  READY: [["confirm", "Start"], ["cancel", "Cancel"]],
  RUNNING: [["pause", "Pause"], ["cancel", "Cancel"]],
  PAUSED: [["resume", "Resume"], ["cancel", "Cancel"]],
};

function Acts({ batch, again }) {
  const send = (verb) => () => ask(batch.links[verb], { method: "POST", body: verb === "resume" ? {} : undefined }).then(again);
  return html`<p class="acts">${(ACTS[batch.state] ?? []).map(([verb, name]) => html`<${Act} key=${verb} run=${send(verb)}
    kind=${verb === "cancel" ? "" : "main"} sure=${verb === "cancel" ? "Yes, cancel it" : ""}>${name}<//>`)}</p>`;
}

const Counts = ({ counts }) =>
  html`<ul class="counts">${Object.entries(counts).filter(([, count]) => count > 0).map(([word, count]) =>
    html`<li key=${word}><strong>${count}</strong> ${word}</li>`)}</ul>`;

const Groups = ({ groups }) => groups.length > 0 && html`<h2>Errors</h2>
  <ul>${groups.map((group) => html`<li key=${group.group}><strong>${group.count} × ${group.code}</strong> ${group.message}
    <br />${group.advice} Lines ${group.samples.join(", ")}.
    ${group.suspects.map((one) => html` <em key=${one.name}>${percent(one.share)} have ${one.name} ${one.value}.</em>`)}</li>`)}</ul>`;

function Items({ path }) {
  const { data } = useLive(`${path}/items?limit=50`);
  const rows = (data?.items ?? []).map((item) => [
    item.line, item.line, item.job_id ? html`<a href=${`#/films/${item.job_id}`}>${item.custom_id ?? item.job_id.slice(0, 8)}</a>` : item.custom_id ?? "–",
    html`<${State} word=${item.state.toLowerCase()} />`, item.error?.message ?? "", seconds(item.seconds), item.cached ? "cached" : dollars(item.cost_usd),
  ]);
  return html`<h2>Items</h2><${Table} name="Items" columns=${["Line", "Film", "State", "Error", "Time", "Cost"]} rows=${rows} empty=${READING} />`;
}

export default function Batch({ id }) {
  const path = `/api/v1/batches/${encodeURIComponent(id)}`;
  const { data: batch, error, at, again } = useLive(path, 3_000);
  if (!batch) return html`<${Heading}>Batch<//><${Trouble} error=${error} />`;
  const { likely, low, high } = batch.estimate;
  return html`<${Heading}><span dir="auto">${batch.name || "Batch"}</span><//>
    <p><${State} word=${(batch.outcome ?? batch.state).toLowerCase()} /> · ${batch.lines} lines ·
      spent ${dollars(batch.spent_usd)} of about ${dollars(likely)} (${dollars(low)} to ${dollars(high)})
      ${batch.eta_seconds && html` · about ${seconds(batch.eta_seconds.likely)} left`}</p>
    <${Trouble} error=${error} at=${at} />
    <${Progress} name=${batch.name || "Batch"} share=${batch.progress} />
    <${Counts} counts=${batch.counts} />
    <${Acts} batch=${batch} again=${again} />
    <${Groups} groups=${batch.groups} />
    <${Items} path=${path} />`;
}
