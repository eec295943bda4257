// Dead letters, for operators: jobs that failed after all retries, and messages that could not be read.
import { html } from "./htm.mjs";
import { ask } from "./api.mjs";
import { useLive } from "./live.mjs";
import { Act, Heading, READING, Table, Trouble } from "./parts.mjs";
import { moment } from "./words.mjs";

const Acts = ({ letter, again }) => {
  const send = (path, method) => () => ask(path, { method }).then(again);
  return html`${letter.job_id && html`<${Act} kind="main" run=${send(letter.links.retry, "POST")}>Retry<//>`}
    <${Act} sure="Yes, remove it" run=${send(letter.links.self, "DELETE")}>Remove<//>`;
};

export default function Letters() {
  const { data, error, at, again } = useLive("/api/v1/dlq?limit=50");
  const letters = data?.dead_letters ?? [];
  const rows = letters.map((letter) => [
    letter.id, letter.task_name ?? "message", letter.error.code, letter.error.message, letter.retry_count,
    moment(letter.failed_at), html`<${Acts} letter=${letter} again=${again} />`,
  ]);
  return html`<${Heading}>Dead letters<//>
    <${Trouble} error=${error} at=${at} />
    ${letters.length > 1 && html`<p><${Act} sure=${`Yes, retry ${letters.length} letters`}
      run=${() => ask(`/api/v1/dlq/retry?limit=${letters.length}`, { method: "POST" }).then(again)}>Retry all shown<//></p>`}
    <${Table} name="Dead letters" columns=${["Task", "Code", "Error", "Retries", "Failed", "Actions"]} rows=${rows}
      empty=${data ? "No dead letters: every job has ended well or was retried." : READING} />`;
}
