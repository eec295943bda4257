// All films of the caller, newest first. Filters stand in the address, so that a view can be kept as a bookmark.
import { html } from "./htm.mjs";
import { query } from "./api.mjs";
import { useLive } from "./live.mjs";
import { Heading, Progress, State, Trouble } from "./parts.mjs";
import { ENDED, moment, titleOf } from "./words.mjs";

const STATES = ["", "queued", "executing", "retrying", "completed", "failed", "cancelled"];
const A_PAGE = 24;

const go = (filters) => { location.hash = `#/films?${query(filters)}`; };

const Filters = ({ filters }) =>
  html`<form class="filters" onSubmit=${(event) => event.preventDefault()}>
    <label>State
      <select value=${filters.status ?? ""} onChange=${(event) => go({ status: event.target.value })}>
        ${STATES.map((word) => html`<option key=${word} value=${word}>${word || "all"}</option>`)}
      </select>
    </label>
  </form>`;

const Poster = ({ job }) => {
  const picture = job.result?.files.thumbnail?.url;
  return picture
    ? html`<img src=${picture} alt="" loading="lazy" width="180" height="320" />`
    : html`<div class=${ENDED.has(job.status) ? "blank" : "blank moving"} aria-hidden="true"></div>`;
};

const Card = ({ job }) =>
  html`<li>
    <a class="card" href=${`#/films/${job.job_id}`}>
      <${Poster} job=${job} />
      <span class="title" dir="auto">${titleOf(job)}</span>
      <${State} word=${job.status} />
      ${!ENDED.has(job.status) && html`<${Progress} name=${titleOf(job)} share=${job.progress} />`}
      <small>${moment(job.created_at)}</small>
    </a>
  </li>`;

export function Films({ filters }) {
  const { data, error, at } = useLive(`/api/v1/jobs?${query({ ...filters, limit: A_PAGE })}`);
  return html`<${Heading}>Films<//>
    <p><a class="button main" href="#/new">New film</a></p>
    <${Filters} filters=${filters} />
    <${Trouble} error=${error} at=${at} />
    <ul class="grid" aria-busy=${data === null}>${data?.jobs.map((job) => html`<${Card} key=${job.job_id} job=${job} />`)}</ul>
    ${data?.jobs.length === 0 && html`<p class="empty">No films here yet. <a href="#/new">Make one.</a></p>`}
    <p class="pages">
      ${filters.cursor && html`<a class="button" href=${`#/films?${query({ ...filters, cursor: "" })}`}>Newest</a>`}
      ${data?.has_more && html`<a class="button" href=${`#/films?${query({ ...filters, cursor: data.next_cursor })}`}>Older films</a>`}
    </p>`;
}
