// All films of the caller, newest first. Filters stand in the address, so that a view can be kept as a bookmark.
import { html } from "./htm.mjs";
import { query } from "./api.mjs";
import { useLive } from "./live.mjs";
import { Heading, Poster, Progress, State, Trouble } from "./parts.mjs";
import { ENDED, ago, percent, titleOf } from "./words.mjs";

const STATES = ["", "queued", "executing", "retrying", "completed", "failed", "cancelled"];
const A_PAGE = 24;

const Filters = ({ filters }) =>
  html`<nav aria-label="Filter by state"><ul class="chips">${STATES.map((word) =>
    html`<li key=${word}><a href=${`#/films?${query({ ...filters, status: word, cursor: "" })}`}
      aria-current=${(filters.status ?? "") === word ? "true" : null}>${word || "all"}</a></li>`)}</ul></nav>`;

/** A film as a card: its poster, or its progress. */
export const Card = ({ job }) => {
  const open = !ENDED.has(job.status);
  return html`<li>
    <a class="card" href=${`#/films/${job.job_id}`}>
      <${Poster} url=${job.result?.files.thumbnail?.url} busy=${job.status === "executing"}><${State} word=${job.approval_until ? "approval" : job.status} /><//>
      <span class="title" dir="auto">${titleOf(job)}</span>
      ${open && html`<${Progress} name=${titleOf(job)} share=${job.progress} />`}
      <small>${open ? `${percent(job.progress)} · ` : ""}${ago(job.created_at)}</small>
    </a>
  </li>`;
};

export function Films({ filters }) {
  const { data, error, at } = useLive(`/api/v1/jobs?${query({ ...filters, limit: A_PAGE })}`);
  return html`<div class="head"><${Heading}>Films<//><a class="button main" href="#/new">New film</a></div>
    <${Filters} filters=${filters} />
    <${Trouble} error=${error} at=${at} />
    <ul class="grid" aria-busy=${data === null && !error}>${data?.jobs.map((job) => html`<${Card} key=${job.job_id} job=${job} />`)}</ul>
    ${data?.jobs.length === 0 && html`<p class="empty">No films here yet. <a href="#/new">Make one.</a></p>`}
    <p class="pages">
      ${filters.cursor && html`<a class="button" href=${`#/films?${query({ ...filters, cursor: "" })}`}>Newest</a>`}
      ${data?.has_more && html` <a class="button" href=${`#/films?${query({ ...filters, cursor: data.next_cursor })}`}>Older films</a>`}
    </p>`;
}
