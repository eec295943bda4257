// Dead letters, for operators: jobs that failed after all retries, and messages that could not be read.
import { html } from "./htm.mjs";
import { ask, query } from "./api.mjs";
import { useLive } from "./live.mjs";
import { Act, Heading, READING, Table, Trouble } from "./parts.mjs";
import { moment } from "./words.mjs";

const Acts = ({ letter, again }) => {
  const send = (path, method) => () => ask(path, { method }).then(again);
  return html`${letter.job_id && html`<${Act} kind="main" run=${send(letter.links.retry, "POST")}>Retry<//>`}
    <${Act} sure="Yes, remove it" run=${send(letter.links.self, "DELETE")}>Remove<//>`;
};

/** Send a call of a whole group, page by page until its cursor ends. */
async function sendAll(method, path, group) {
  let cursor = "";
  do cursor = (await ask(`${path}?${query({ group, cursor })}`, { method })).next_cursor;
  while (cursor);
}

const GroupActs = ({ kind, again }) => {
  const run = (method, path) => () => sendAll(method, path, kind.group).then(again);
  return html`<${Act} kind=${kind.retryable ? "main" : ""} sure=${`Yes, retry ${kind.count} letters`} run=${run("POST", "/api/v1/dlq/retry")}>Retry all<//>
    <${Act} sure=${`Yes, remove ${kind.count} letters`} run=${run("DELETE", "/api/v1/dlq")}>Remove all<//>`;
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

export default function Letters({ filters = {} }) {
  const { data, error, at, again: readLetters } = useLive(`/api/v1/dlq?${query({ limit: 50, group: filters.group })}`);
  const { data: kinds, again: readKinds } = useLive("/api/v1/dlq/groups", 15_000);
  const again = () => { readLetters(); readKinds(); };
  const several = kinds?.groups.some((kind) => kind.count > 1);
  const letters = data?.dead_letters ?? [];
  const rows = letters.map((letter) => [
    letter.id, letter.task_name ?? "message", letter.error.code, letter.error.message, letter.retry_count,
    moment(letter.failed_at), html`<${Acts} letter=${letter} again=${again} />`,
  ]);
  return html`<${Heading}>Dead letters<//>
    <${Trouble} error=${error} at=${at} />
    ${several && html`<${Kinds} groups=${kinds.groups} again=${again} />`}
    ${filters.group && html`<p>Only letters of one kind are shown. <a href="#/dead-letters">Show all</a></p>`}
    ${letters.length > 1 && !filters.group && html`<p><${Act} sure=${`Yes, retry ${letters.length} letters`}
      run=${() => ask(`/api/v1/dlq/retry?limit=${letters.length}`, { method: "POST" }).then(again)}>Retry all shown<//></p>`}
    <${Table} name="Dead letters" columns=${["Task", "Code", "Error", "Retries", "Failed", "Actions"]} rows=${rows}
      empty=${data ? "No dead letters: every job has ended well or was retried." : READING} />`;
}
