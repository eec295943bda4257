// Dead letters, for operators: jobs that failed after all retries, and messages that could not be read, in the groups of equal errors that the API makes.
import { html, useEffect, useState } from "./htm.mjs";
import { ask, query, useLive } from "./api.mjs";
import { Removal, each, plural } from "./bulk.mjs";
import { Act, Heading, READING, Table, Trouble, ago, stepWords } from "./parts.mjs";

const DLQ = "/api/v1/dlq", A_PAGE = 100, SHOWN = 25, FEW = 5;
const COLUMNS = ["Choose", "Job", "Error", "Retries", "Failed", "Actions"];
const letters = (count) => plural(count, "letter");
const nameOf = (letter) => letter.job_id ?? letter.id;
/** Messages that nobody could read belong to no job, so there is nothing to retry. */
const hasJobs = (group) => group.code !== "unreadable_message";

/** Read letters of a group, as `useLive` reads. A page of the API holds those of a hundred letters that belong to it, perhaps none. */
async function readGroup(path, { signal }) {
  const found = [];
  let cursor = "";
  do {
    const page = await ask(`${path}&${query({ cursor })}`, { signal });
    found.push(...page.dead_letters);
    cursor = page.next_cursor;
  } while (cursor && found.length < SHOWN);
  return { data: found.slice(0, SHOWN), tag: JSON.stringify(found) };
}

/** Send a call of a whole group, page by page until its cursor ends. Returns the pages. */
async function sendAll(method, path, group) {
  const pages = [];
  let cursor = "";
  do {
    pages.push(await ask(`${path}?${query({ group, cursor })}`, { method }));
    cursor = pages.at(-1).next_cursor;
  } while (cursor);
  return pages;
}

const retryAll = (group, done) => async () => {
  const pages = await sendAll("POST", `${DLQ}/retry`, group), all = (name) => pages.flatMap((page) => page[name]);
  done({ words: `${letters(all("retried").length)} retried.`, refused: all("skipped").map((id) => [id, "There was nothing to retry."]) });
};

const removeAll = (group, done) => async () => {
  const pages = await sendAll("DELETE", DLQ, group);
  done({ words: `${letters(pages.flatMap((page) => page.removed).length)} removed.`, refused: [] });
};

/** Retry and remove chosen letters, one by one; `done` gets what to say and what was refused. */
function Acts({ some, what, done }) {
  const jobs = some.filter((letter) => letter.job_id);
  const run = (list, path, method, word) => async () => {
    const result = await each(list, (letter) => ask(letter.links[path], { method }), nameOf);
    done({ words: `${letters(result.done)} ${word}.`, refused: result.refused });
  };
  return html`${jobs.length > 0 && html`<${Act} run=${run(jobs, "retry", "POST", "retried")}
      sure=${jobs.length > 1 ? `Yes, retry ${letters(jobs.length)}` : ""}>Retry ${what}<//>`}
    <${Removal} what=${letters(some.length)} count=${some.length} run=${run(some, "self", "DELETE", "removed")}>Remove ${what}<//>`;
}

/** The newest letters of a group; `version` changes after each action. */
function Members({ group, version, chosen, toggle, done }) {
  const { data, error, again } = useLive(`${DLQ}?${query({ group: group.group, limit: A_PAGE })}`, 30_000, readGroup);
  useEffect(again, [version, group.count]);
  const rows = (data ?? []).map((letter) => [letter.id,
    html`<label class="choose"><input type="checkbox" checked=${chosen.has(letter.id)} onChange=${() => toggle(letter)} />
      <span class="spoken">Choose ${nameOf(letter)}</span></label>`,
    letter.job_id ? html`<a href=${`#/films/${letter.job_id}`}>${(letter.task_name ?? "job").replaceAll("_", " ")}</a>` : "message",
    letter.error.message, letter.retry_count, ago(letter.failed_at), html`<${Acts} some=${[letter]} what="" done=${done} />`]);
  return html`<${Trouble} error=${error} /><${Table} name=${`Letters with ${group.code}`} columns=${COLUMNS} rows=${rows} empty=${data || error ? "None is left." : READING} />
    ${data && data.length < group.count && html`<p class="meta">The newest ${data.length} of ${group.count} are shown.</p>`}`;
}

function Group({ group, first, done, ...rest }) {
  const [open, setOpen] = useState(first);
  const count = letters(group.count);
  return html`<section class="panel letters" aria-label=${`${group.code}: ${count}`}>
    <h2>${group.count} × ${group.code}</h2>
    <p dir="auto">${group.message}</p>
    <p class="meta">${group.step && `${stepWords(group.step)}. `}${group.advice}</p>
    ${group.count > 1 && html`<p>${hasJobs(group) && html`<${Act} kind=${group.retryable ? "main" : ""} sure=${`Yes, retry ${count}`} run=${retryAll(group.group, done)}>Retry all<//>`}
      <${Removal} what=${count} count=${group.count} run=${removeAll(group.group, done)}>Remove all<//></p>`}
    <details open=${open} onToggle=${(event) => setOpen(event.target.open)}><summary>${count}</summary>
      ${open && html`<${Members} group=${group} done=${done} ...${rest} />`}</details>
  </section>`;
}

const Said = ({ said }) => html`<p class="said" role="status">${said?.words}</p>
  ${said?.refused.length > 0 && html`<ul role="alert">${said.refused.map(([name, message]) => html`<li key=${name}>${name}: ${message}</li>`)}</ul>`}`;

export default function Letters({ filters }) {
  const { data, error, at, again } = useLive(`${DLQ}/groups`);
  const [chosen, setChosen] = useState(new Map()), [said, setSaid] = useState(null), [version, setVersion] = useState(0);
  const groups = (data?.groups ?? []).filter((group) => !filters.group || group.group === filters.group);
  const jobs = groups.filter(hasJobs).reduce((sum, group) => sum + group.count, 0);
  const toggle = (letter) => setChosen((old) => { const next = new Map(old); if (!next.delete(letter.id)) next.set(letter.id, letter); return next; });
  const done = (result) => { setSaid(result); setChosen(new Map()); setVersion((count) => count + 1); again(); };
  return html`<${Heading}>Dead letters<//>
    <p class="meta">Jobs that failed after all retries, and messages that nobody could read. A retried job begins where its finished steps end.</p>
    <${Trouble} error=${error} at=${at} /><${Said} said=${said} />
    ${groups.length > 1 && jobs > 1 && html`<p><${Act} run=${retryAll("", done)} sure=${`Yes, retry ${data.is_complete ? letters(jobs) : "all of them"}`}>Retry every job<//></p>`}
    ${filters.group && html`<p>Only letters of one kind are shown. <a href="#/dead-letters">Show all</a></p>`}
    ${chosen.size > 0 && html`<section class="bulk" aria-label="Chosen letters"><p><strong>${letters(chosen.size)} chosen</strong></p>
      <${Acts} some=${[...chosen.values()]} what="chosen" done=${done} /><button type="button" onClick=${() => setChosen(new Map())}>Choose none</button></section>`}
    ${groups.map((group) => html`<${Group} key=${group.group} group=${group} first=${groups.length <= FEW} version=${version} chosen=${chosen} toggle=${toggle} done=${done} />`)}
    ${groups.length === 0 && html`<p class="empty" aria-busy=${!data && !error}>${data ? "No dead letters: every job has ended well or was retried." : READING}</p>`}
    ${data?.is_complete === false && html`<p class="meta">These are the kinds of the newest 1,000 letters; older ones show when these are gone.</p>`}`;
}
