// All batches, and the place to drop a new one. A file with wrong lines is refused whole; its errors stand beside the lines.
import { html, useState } from "./htm.mjs";
import { ask, newKey, upload, useLive } from "./api.mjs";
import { Heading, Progress, READING, State, Table, Trouble, dollars, moment } from "./parts.mjs";

const TYPES = { csv: "text/csv", jsonl: "application/x-ndjson", json: "application/json" };

async function sendUpload(file) {
  const ending = file.name.split(".").pop().toLowerCase();
  const opened = await ask("/api/v1/uploads", {
    method: "POST", body: { filename: file.name, content_type: TYPES[ending] ?? "text/csv", bytes: file.size },
  });
  await upload(opened, file);
  return opened.upload;
}

const create = async (file, { upload_id, key }) => ask("/api/v1/batches", {
  method: "POST", body: { upload_id: await upload_id, name: file.name.slice(0, 80), start: "on_confirm" }, key,
});

/** Files on their way. One whose answer was lost keeps its upload and its key, so that dropping it again makes no second batch. */
const sent = new Map();

async function send(file) {
  const same = [file.name, file.size, file.lastModified].join("/");
  if (!sent.has(same)) sent.set(same, { upload_id: sendUpload(file), key: newKey() });
  const one = sent.get(same);
  try {
    const made = await (one.running ??= create(file, one));
    sent.delete(same);
    return made;
  } catch (error) {
    one.running = null;
    const { status = 0 } = error.problem ?? {}, isLost = status === 0 || status >= 500;
    if (!isLost) sent.delete(same);
    await one.upload_id.catch(() => sent.delete(same));
    throw error;
  }
}

/** What is wrong, without the name of the column, which stands before it, and what to do. */
const messageOf = ({ column, message, hint }) =>
  (column && message.startsWith(`${column}: `) ? message.slice(column.length + 2) : message) + (hint ? `; ${hint}` : "");

/** The errors of a file's lines, each beside the text of its line. */
function LineErrors({ problem, lines }) {
  const rows = problem.errors.map((one, place) => [
    place, one.file_line ?? one.line ?? "–", html`<code>${lines[(one.file_line ?? 0) - 1] ?? ""}</code>`,
    html`<strong>${one.column ?? one.pointer ?? ""}</strong> ${messageOf(one)}`,
  ]);
  return html`<${Table} name="Lines with errors" columns=${["Line", "Text", "Error"]} rows=${rows} />`;
}

function Drop() {
  const [state, setState] = useState({});
  const take = async (file) => {
    if (!file) return;
    setState({ busy: true });
    try {
      const made = await send(file);
      location.hash = `#/batches/${made.batch_id}`;
    } catch (error) {
      setState({ error, lines: (await file.text()).split(/\r?\n/) });
    }
  };
  const dropped = (event) => { event.preventDefault(); take(event.dataTransfer.files[0]); };
  return html`<div class="drop" onDragOver=${(event) => event.preventDefault()} onDrop=${dropped} aria-busy=${Boolean(state.busy)}>
      <label>Drop a CSV, JSONL or JSON file here, or choose one
        <input type="file" accept=".csv,.jsonl,.json" onChange=${(event) => take(event.target.files[0])} /></label>
      <p>Nothing runs before you have seen the price and confirmed.</p>
    </div>
    <${Trouble} error=${state.error} />
    ${state.error?.problem?.errors?.length > 0 && html`<${LineErrors} problem=${state.error.problem} lines=${state.lines} />`}`;
}

export default function Batches() {
  const { data, error, at } = useLive("/api/v1/batches?limit=50");
  const rows = (data?.batches ?? []).map((one) => [
    one.batch_id, html`<a href=${`#/batches/${one.batch_id}`}>${one.name || one.batch_id}</a>`,
    html`<${State} word=${(one.outcome ?? one.state).toLowerCase()} />`, html`<${Progress} name=${one.name || one.batch_id} share=${one.progress} />`,
    one.lines, dollars(one.spent_usd), moment(one.created_at),
  ]);
  return html`<${Heading}>Batches<//>
    <${Drop} />
    <${Trouble} error=${error} at=${at} />
    <${Table} name="Batches" columns=${["Name", "State", "Progress", "Lines", "Spent", "Created"]} rows=${rows} empty=${data ? "No batches yet." : READING} />`;
}
