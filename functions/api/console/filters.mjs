// The filters of the list of films. Each is a part of the address; a change goes back to the first page.
import { html } from "./htm.mjs";
import { query } from "./api.mjs";
import { isOperator } from "./session.mjs";

const STATES = ["", "queued", "executing", "retrying", "completed", "failed", "cancelled"];
const TASKS = [
  "generate_video", "generate_video_async", "generate_script", "generate_hook", "validate_coherence", "analyze_pacing",
  "track_emotional_arc", "generate_audio_tts", "generate_image_imagen", "generate_video_veo", "compose_final_video",
  "generate_thumbnail", "export_video", "process_batch", "cleanup_old_results",
];

export const hashOf = (filters) => `#/films?${query(filters)}`;

const Chips = ({ filters }) =>
  html`<nav aria-label="Filter by state"><ul class="chips">${STATES.map((word) =>
    html`<li key=${word}><a href=${hashOf({ ...filters, status: word, cursor: "" })}
      aria-current=${(filters.status ?? "") === word ? "true" : null}>${word || "all"}</a></li>`)}</ul></nav>`;

const Form = ({ filters }) => html`<nav aria-label="Form of the list"><ul class="chips">${["posters", "table"].map((form) =>
  html`<li key=${form}><a href=${hashOf({ ...filters, form: form === "table" ? form : "" })}
    aria-current=${(filters.form === "table") === (form === "table") ? "true" : null}>${form}</a></li>`)}</ul></nav>`;

export function FilmFilters({ filters }) {
  const go = (form) => {
    const named = Object.fromEntries(new FormData(form));
    location.hash = hashOf({ ...filters, ...named, cursor: "" }).slice(1);
  };
  const submit = (event) => { event.preventDefault(); go(event.target); };
  return html`<div class="head"><${Chips} filters=${filters} /><${Form} filters=${filters} /></div>
    <form class="filters" role="search" onSubmit=${submit} onChange=${(event) => go(event.currentTarget)}>
      <label>Title begins with <input type="search" name="q" maxlength="100" dir="auto" value=${filters.q ?? ""} /></label>
      <label>Task <select name="task_name" value=${filters.task_name ?? ""}>
        <option value="">all</option>${TASKS.map((task) => html`<option key=${task} value=${task}>${task.replaceAll("_", " ")}</option>`)}</select></label>
      <label>Created since <input type="date" name="since" value=${filters.since ?? ""} /></label>
      ${isOperator() && html`<label>User <input name="user_id" maxlength="128" value=${filters.user_id ?? ""} /></label>`}
      <button type="submit">Filter</button>
    </form>`;
}
