// One batch: counts, price, time left, groups of errors, and its items. Filters and pages of the items stand in the address.
import { html } from "./htm.mjs";
import { ask, query, readText, useLive } from "./api.mjs";
import { Act, Heading, Progress, READING, State, Table, Trouble, dollars, moment, percent, roughly, seconds, stepWords } from "./parts.mjs";

const A_PAGE = 50;
const WORDS = ["completed", "cached", "open", "waiting", "failed", "refused", "expired", "cancelled"];
/** Actions by the state in which the API allows them: the path of the links, the name, the body. */
const ACTS = {
  READY: [["confirm", "Start"], ["cancel", "Cancel"]],
  RUNNING: [["pause", "Pause"], ["cancel", "Cancel"]],
  PAUSED: [["resume", "Resume", {}], ["cancel", "Cancel"]],
};
const RESUMABLE = new Set(["PAUSED", "ENDED"]);

const send = (batch, verb, body, again) => () => ask(batch.links[verb], { method: "POST", body }).then(again);

function Acts({ batch, again }) {
  const helps = batch.counts.expired > 0 || batch.groups.some((group) => group.retryable);
  const failed = batch.state === "ENDED" && helps && batch.counts.failed + batch.counts.expired;
  return html`<p class="acts">${(ACTS[batch.state] ?? []).map(([verb, name, body]) => html`<${Act} key=${verb} run=${send(batch, verb, body, again)}
    kind=${verb === "cancel" ? "" : "main"} sure=${verb === "cancel" ? "Yes, cancel it" : ""}>${name}<//>`)}
    ${failed > 0 && html`<${Act} kind="main" run=${send(batch, "resume", { which: "failed" }, again)} sure=${`Yes, run ${failed} again`}>Run what failed again<//>`}</p>`;
}

/** The counts as one bar and in words. */
function Counts({ batch }) {
  const counts = WORDS.map((word) => [word, batch.counts[word]]).filter(([, count]) => count > 0);
  const words = counts.map(([word, count]) => `${count} ${word}`).join(", ");
  return html`<div class="stack" role="img" aria-label=${`${batch.lines} lines: ${words}`}>${counts.map(([word, count]) =>
      html`<span key=${word} class=${word} style=${{ width: `${(count / batch.lines) * 100}%` }}></span>`)}</div>
    <ul class="chips stacked">${counts.map(([word, count]) => html`<li key=${word}><a href=${`#/batches/${batch.batch_id}?${query({ state: word })}`}>
      <span class=${`key ${word}`} aria-hidden="true"></span><strong>${count}</strong> ${word}</a></li>`)}</ul>`;
}

function Money({ batch }) {
  const { likely, low, high } = batch.estimate, most = batch.max_cost_usd;
  return html`<dl class="facts"><dt>Spent</dt><dd>${dollars(batch.spent_usd)}${most !== null && html` of at most ${dollars(most)}
        <meter min="0" max=${most} value=${batch.spent_usd} aria-label=${`${dollars(batch.spent_usd)} of ${dollars(most)} spent`}></meter>`}
      ${batch.reserved_usd > 0 && html` <small>${dollars(batch.reserved_usd)} more are reserved for open items</small>`}</dd>
    <dt>Estimate</dt><dd>${dollars(likely)} ${low < high && html`<small>${dollars(low)} to ${dollars(high)}</small>`}</dd>
    ${batch.eta_seconds && html`<dt>Time left</dt><dd>${roughly(batch.eta_seconds.likely)} ${batch.eta_seconds.low < batch.eta_seconds.high && html`<small>${roughly(batch.eta_seconds.low)} to ${roughly(batch.eta_seconds.high)}</small>`}</dd>`}
    <dt>At once</dt><dd>${batch.concurrency}</dd>
    <dt>${batch.ended_at ? "Ended" : "Ends at the latest"}</dt><dd>${moment(batch.ended_at ?? batch.deadline_at)}</dd></dl>`;
}

const Group = ({ group, batch, again }) => html`<li class="panel letters"><h3>${group.count} × ${group.code}</h3>
  <p dir="auto">${group.message}</p>
  <p class="meta">${group.step ? `${stepWords(group.step)}. ` : ""}${group.advice}</p>
  ${group.suspects.map((one) => html`<p key=${one.name}><strong>Suspect:</strong> ${percent(one.share)} of these lines have ${one.name} <code dir="auto">${one.value}</code>, ${percent(one.elsewhere)} of the others.</p>`)}
  <p>For example lines ${group.samples.join(", ")}. <a href=${`#/batches/${batch.batch_id}?${query({ group: group.group })}`}>Items of this group</a></p>
  ${group.retryable && RESUMABLE.has(batch.state) && html`<${Act} kind="main" sure=${`Yes, run ${group.count} again`}
    run=${send(batch, "resume", { groups: [group.group] }, again)}>Run this group again<//>`}</li>`;

function Groups({ batch, again }) {
  const { data, error } = useLive(batch.counts.failed > 0 ? batch.links.errors : null, 15_000);
  const groups = data?.groups ?? batch.groups;
  return groups.length > 0 && html`<section aria-labelledby="errors"><h2 id="errors">Errors</h2><${Trouble} error=${error} />
    <ul class="plain">${groups.map((group) => html`<${Group} key=${group.group} group=${group} batch=${batch} again=${again} />`)}</ul></section>`;
}

/** A file of the results. It is read with the token and then kept by the browser, because a link could not carry the token. */
function File({ batch, name, values }) {
  const save = async () => {
    const url = URL.createObjectURL(new Blob([await readText(`${batch.links.results}?${query(values)}`)]));
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    URL.revokeObjectURL(url);
  };
  return html`<${Act} run=${save}>${name}<//>`;
}

const Files = ({ batch }) => batch.started_at && html`<section aria-labelledby="files"><h2 id="files">Results</h2><p>
  <${File} batch=${batch} name="results.csv" values=${{ format: "csv" }} /><${File} batch=${batch} name="results.jsonl" values=${{ format: "jsonl" }} />
  ${batch.counts.failed + batch.counts.refused > 0 && html`<${File} batch=${batch} name="failed.csv" values=${{ format: "csv", only: "failed" }} />
    <small>Correct the lines of failed.csv and send it as a new batch.</small>`}</p></section>`;

function Items({ batch, filters }) {
  const { state, group, cursor } = filters, own = `#/batches/${batch.batch_id}`;
  const { data, error, at } = useLive(`${batch.links.items}?${query({ state, group, cursor, limit: A_PAGE })}`);
  const rows = (data?.items ?? []).map((item) => [
    item.line, item.line, item.job_id ? html`<a href=${`#/films/${item.job_id}`}>${item.custom_id ?? `Film ${item.line}`}</a>` : item.custom_id ?? "–",
    html`<${State} word=${item.state.toLowerCase()} as=${item.state === "OPEN" ? "executing" : undefined} />`, item.error?.message ?? "", seconds(item.seconds), item.cached ? "cached" : dollars(item.cost_usd),
  ]);
  return html`<section><h2>Items</h2>
    ${(state || group) && html`<p>Shown: ${state ?? "one group of errors"}. <a href=${own}>Show all items</a></p>`}
    <${Trouble} error=${error} at=${at} />
    <${Table} name="Items" columns=${["Line", "Film", "State", "Error", "Time", "Cost"]} rows=${rows} empty=${data ? "No item of this kind." : READING} />
    <p class="pages">${cursor && html`<a class="button" href=${`${own}?${query({ state, group })}`}>First items</a>`}
      ${data?.has_more && html` <a class="button" href=${`${own}?${query({ state, group, cursor: data.next_cursor })}`}>More items</a>`}</p></section>`;
}

export default function Batch({ id, filters }) {
  const { data: batch, error, at, again } = useLive(`/api/v1/batches/${encodeURIComponent(id)}`, 3_000);
  const name = "Batch";
  if (!batch) return html`<${Heading}>${name}<//><${Trouble} error=${error} />${!error && html`<p class="empty" aria-busy="true">${READING}</p>`}`;
  return html`<${Heading}><span dir="auto">${batch.name || name}</span><//>
    <p class="meta"><${State} word=${(batch.outcome ?? batch.state).toLowerCase()} /> ${batch.reason && html`<span>${batch.reason.toLowerCase().replaceAll("_", " ")}</span>`}
      ${batch.lines} lines, created ${moment(batch.created_at)}</p>
    <p class="spoken" role="status">${Math.floor(batch.progress * 10) * 10} % done</p>
    <${Trouble} error=${error} at=${at} />
    ${!batch.ended_at && html`<${Progress} name=${batch.name || name} share=${batch.progress} />`}
    <${Counts} batch=${batch} /><${Acts} batch=${batch} again=${again} /><${Money} batch=${batch} />
    <${Groups} batch=${batch} again=${again} /><${Files} batch=${batch} /><${Items} batch=${batch} filters=${filters} />`;
}
