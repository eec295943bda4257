// Dead letters, for operators: jobs that failed after all retries, and messages that could not be read. Equal errors stand together.
import { html, useEffect, useRef, useState } from "./htm.mjs";
import { ask, query, useLive } from "./api.mjs";
import { Removal, each, plural } from "./bulk.mjs";
import { Act, Heading, READING, Table, Trouble, ago, stepWords } from "./parts.mjs";

const letters = (count) => plural(count, "letter");
const nameOf = (letter) => letter.job_id ?? letter.id;

/** What differs between equal errors, in the order of replacement. */
const DETAILS = [[/https?:\/\/\S+/g, "…"], [/"[^"]*"|“[^”]*”|`[^`]*`/g, "…"], [/\b(?=\w*\d)[0-9a-z]{20,}\b/gi, "#"], [/\d+(?:[.,:]\d+)*/g, "#"]];
const normal = (message) => DETAILS.reduce((text, [pattern, word]) => text.replace(pattern, word), message);

/** Letters with equal errors; the group of the newest letter first, as the API lists them. */
export function groupsOf(all) {
  const groups = new Map();
  for (const letter of all) {
    const { code, step, message, retryable } = letter.error;
    const kind = (step ?? "").split("#")[0], key = [code, kind, normal(message), retryable, letter.job_id === null].join("\n");
    const group = groups.get(key) ?? { key, code, kind, message: normal(message), retryable, letters: [] };
    group.letters.push(letter);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const adviceOf = ({ retryable, letters: [first] }) => {
  if (first.job_id === null) return "A message without a job: it can only be removed.";
  return retryable ? "A retry can help." : "The same request fails again: remove the letters, and tell the owners to change it.";
};

/** Retry and remove some letters; `done` gets what to say and what was refused. */
function Acts({ some, what, done, main }) {
  const jobs = some.filter((letter) => letter.job_id);
  const run = (list, path, method, word) => async () => {
    const result = await each(list, (letter) => ask(letter.links[path], { method }), nameOf);
    done({ words: `${letters(result.done)} ${word}.`, refused: result.refused });
  };
  return html`${jobs.length > 0 && html`<${Act} kind=${main ? "main" : ""} run=${run(jobs, "retry", "POST", "retried")}
      sure=${jobs.length > 1 ? `Yes, retry ${letters(jobs.length)}` : ""}>Retry ${what}<//>`}
    <${Removal} what=${letters(some.length)} count=${some.length} run=${run(some, "self", "DELETE", "removed")}>Remove ${what}<//>`;
}

function Group({ group, chosen, toggle, done }) {
  const rows = group.letters.map((letter) => [letter.id,
    html`<label class="choose"><input type="checkbox" checked=${chosen.has(letter.id)} onChange=${() => toggle(letter.id)} />
      <span class="spoken">Choose ${nameOf(letter)}</span></label>`,
    letter.job_id ? html`<a href=${`#/films/${letter.job_id}`}>${(letter.task_name ?? "job").replaceAll("_", " ")}</a>` : "message",
    letter.error.message, letter.retry_count, ago(letter.failed_at), html`<${Acts} some=${[letter]} what="" done=${done} />`]);
  return html`<section class="panel letters" aria-label=${`${group.code}: ${letters(group.letters.length)}`}>
    <h2>${group.letters.length} × ${group.code}</h2>
    <p dir="auto">${group.message}</p>
    <p class="meta">${group.kind && `${stepWords(group.kind)}. `}${adviceOf(group)}</p>
    ${group.letters.length > 1 && html`<p><${Acts} some=${group.letters} what="group" main=${group.retryable} done=${done} /></p>`}
    <details open=${group.letters.length <= 5}><summary>${letters(group.letters.length)}</summary>
      <${Table} name=${`Letters with ${group.code}`} columns=${["Choose", "Job", "Error", "Retries", "Failed", "Actions"]} rows=${rows} /></details>
  </section>`;
}

const Said = ({ said }) => html`<p class="said" role="status">${said?.words}</p>
  ${said?.refused.length > 0 && html`<ul role="alert">${said.refused.map(([name, message]) => html`<li key=${name}>${name}: ${message}</li>`)}</ul>`}`;

/** Send a call of a whole group, page by page until its cursor ends. */
async function sendAll(method, path, group) {
  let cursor = "";
  do cursor = (await ask(`${path}?${query({ group, cursor })}`, { method })).next_cursor;
  while (cursor);
}

const GroupActs = ({ kind, again }) => {
  const run = (method, path) => () => sendAll(method, path, kind.group).then(again);
  return html`<${Act} kind=${kind.retryable ? "main" : ""} sure=${`Yes, retry ${kind.count} letters`} run=${run("POST", "/api/v1/dlq/retry")}>Retry all<//>
    <${Removal} what=${letters(kind.count)} count=${kind.count} run=${run("DELETE", "/api/v1/dlq")}>Remove all<//>`;
};

/** Equal errors of several letters, the most frequent first. */
function Kinds({ groups, again }) {
  const rows = groups.map((kind) => [
    kind.group, kind.count, kind.code, kind.message, kind.advice, html`<a href=${`#/dead-letters?group=${kind.group}`}>Show</a>`,
    html`<${GroupActs} kind=${kind} again=${again} />`,
  ]);
  return html`<section aria-labelledby="kinds"><h2 id="kinds">By kind of error</h2>
    <${Table} name="Kinds of errors" columns=${["Letters", "Code", "Error", "Advice", "Letters of this kind", "Actions"]} rows=${rows} /></section>`;
}

export default function Letters({ filters }) {
  const { data, error, at, again } = useLive(`/api/v1/dlq?${query({ limit: 100, group: filters.group, cursor: filters.cursor })}`);
  const kinds = useLive("/api/v1/dlq/groups", 15_000), several = kinds.data?.groups.some((kind) => kind.count > 1);
  const [chosen, setChosen] = useState(new Set()), [said, setSaid] = useState(null), acted = useRef(false);
  const all = data?.dead_letters ?? [], some = all.filter((letter) => chosen.has(letter.id));
  const toggle = (id) => setChosen((old) => { const next = new Set(old); if (!next.delete(id)) next.add(id); return next; });
  const done = (result) => { acted.current = true; setSaid(result); setChosen(new Set()); again(); kinds.again(); };
  useEffect(() => {
    // The button that was used can have left with its letters.
    if (acted.current && document.activeElement === document.body) document.querySelector("h1").focus();
    acted.current = false;
  }, [data]);
  return html`<${Heading}>Dead letters<//>
    <p class="meta">Jobs that failed after all retries, and messages that nobody could read. A retried job begins where its finished steps end.</p>
    <${Trouble} error=${error} at=${at} /><${Said} said=${said} />
    ${all.length > 1 && html`<p><${Act} run=${() => sendAll("POST", "/api/v1/dlq/retry", filters.group).then(() => done({ words: "All were sent again.", refused: [] }))}
      sure=${data.has_more ? "Yes, retry all that match" : `Yes, retry all ${letters(all.length)}`}>Retry all that match<//></p>`}
    ${several && html`<${Kinds} groups=${kinds.data.groups} again=${() => done(null)} />`}
    ${filters.group && html`<p>Only letters of one kind are shown. <a href="#/dead-letters">Show all</a></p>`}
    ${some.length > 0 && html`<section class="bulk" aria-label="Chosen letters"><p><strong>${letters(some.length)} chosen</strong></p>
      <${Acts} some=${some} what="chosen" done=${done} /><button type="button" onClick=${() => setChosen(new Set())}>Choose none</button></section>`}
    ${groupsOf(all).map((group) => html`<${Group} key=${group.key} group=${group} chosen=${chosen} toggle=${toggle} done=${done} />`)}
    ${all.length === 0 && html`<p class="empty" aria-busy=${!data && !error}>${data ? "No dead letters: every job has ended well or was retried." : READING}</p>`}
    <p class="pages">${filters.cursor && html`<a class="button" href="#/dead-letters">Newest</a>`}
      ${data?.has_more && html` <a class="button" href=${`#/dead-letters?${query({ group: filters.group, cursor: data.next_cursor })}`}>Older letters</a>`}</p>`;
}
