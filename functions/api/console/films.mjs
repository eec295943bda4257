// Films, newest first. Filters stand in the address, so that a view can be kept as a bookmark; chosen films stay chosen
// when the list changes, also those that have left it.
import { html, useEffect, useState } from "./htm.mjs";
import { query, useLive } from "./api.mjs";
import { Bulk } from "./bulk.mjs";
import { FilmFilters, hashOf } from "./filters.mjs";
import { Card, Heading, Progress, READING, State, Table, Trouble, ago, dollars, stateOf, titleOf } from "./parts.mjs";

const A_PAGE = 24;

/** The question to the API: `since` is a local day there and a moment here, and the form of the list is no filter. */
function pathOf({ form, since, ...filters }) {
  const day = since && new Date(`${since}T00:00`);
  return `/api/v1/jobs?${query({ ...filters, since: day && !Number.isNaN(day.getTime()) ? day.toISOString() : "", limit: A_PAGE })}`;
}

const Choose = ({ job, chosen, toggle }) =>
  html`<label class="choose"><input type="checkbox" checked=${chosen.has(job.job_id)} onChange=${() => toggle(job)} />
    <span class="spoken">Choose ${titleOf(job)}</span></label>`;

const Grid = ({ jobs, busy, chosen, toggle }) =>
  html`<ul class="grid" aria-busy=${busy}>${jobs.map((job) =>
    html`<${Card} key=${job.job_id} job=${job}><${Choose} job=${job} chosen=${chosen} toggle=${toggle} /><//>`)}</ul>`;

const Rows = ({ jobs, busy, chosen, toggle }) => html`<${Table} name="Films" empty=${busy ? READING : ""}
  columns=${["Choose", "Film", "State", "Progress", "Task", "Cost", "Created"]}
  rows=${jobs.map((job) => [
    job.job_id, html`<${Choose} job=${job} chosen=${chosen} toggle=${toggle} />`,
    html`<a href=${`#/films/${job.job_id}`} dir="auto">${titleOf(job)}</a>`, html`<${State} word=${stateOf(job)} />`,
    html`<${Progress} name=${titleOf(job)} share=${job.progress} />`, job.task_name.replaceAll("_", " "), dollars(job.cost_usd), ago(job.created_at),
  ])} />`;

/** The chosen films by id, in the newest form that was read. */
function useChosen(jobs) {
  const [chosen, setChosen] = useState(new Map());
  useEffect(() => {
    const fresh = jobs?.filter((job) => chosen.has(job.job_id)) ?? [];
    if (fresh.length > 0) setChosen((old) => new Map([...old, ...fresh.filter((job) => old.has(job.job_id)).map((job) => [job.job_id, job])]));
  }, [jobs]);
  const toggle = (job) => setChosen((old) => {
    const next = new Map(old);
    if (!next.delete(job.job_id)) next.set(job.job_id, job);
    return next;
  });
  return [chosen, toggle, () => setChosen(new Map())];
}

const Pages = ({ filters, data }) => html`<p class="pages">
  ${filters.cursor && html`<a class="button" href=${hashOf({ ...filters, cursor: "" })}>Newest</a>`}
  ${data?.has_more && html` <a class="button" href=${hashOf({ ...filters, cursor: data.next_cursor })}>Older films</a>`}</p>`;

export default function Films({ filters }) {
  const { data, error, at, again } = useLive(pathOf(filters));
  const jobs = data?.jobs ?? [];
  const [chosen, toggle, clear] = useChosen(data?.jobs);
  const List = filters.form === "table" ? Rows : Grid;
  const isFiltered = Object.keys(filters).some((name) => name !== "form" && filters[name]);
  return html`<div class="head"><${Heading}>Films<//><a class="button main" href="#/new">New film</a></div>
    <${FilmFilters} filters=${filters} />
    <${Trouble} error=${error} at=${at} />
    <${Bulk} chosen=${chosen} shown=${new Set(jobs.map((job) => job.job_id))} clear=${clear} again=${again} />
    <${List} jobs=${jobs} busy=${data === null && !error} chosen=${chosen} toggle=${toggle} />
    ${data?.jobs.length === 0 && html`<p class="empty">${isFiltered
      ? html`No film matches. <a href="#/films">Show all films</a>`
      : html`No films here yet. <a href="#/new">Make one.</a>`}</p>`}
    <${Pages} filters=${filters} data=${data} />`;
}
