// Words and small parts that every page uses: numbers and times as people read them, states, buttons, tables.
import { html, useEffect, useRef, useState } from "./htm.mjs";

export const percent = (share) => `${Math.round(share * 100)} %`;
export const dollars = (amount) => (amount === 0 ? "free" : `$${amount.toFixed(amount < 1 ? 4 : 2)}`);

export function seconds(count) {
  if (count === null || count === undefined) return "–";
  if (count < 10) return `${count.toFixed(1)} s`;
  if (count < 120) return `${Math.round(count)} s`;
  return `${Math.floor(count / 60)} min ${Math.round(count % 60)} s`;
}

/** A guess of a time, to whole seconds. */
export const roughly = (count) => (count < 10 ? `${Math.round(count)} s` : seconds(count));

export const moment = (text) => (text ? new Date(text).toLocaleString() : "–");

const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

/** How long ago, in the language of the browser. */
export function ago(text) {
  const passed = Math.max(0, Date.now() - Date.parse(text)) / 1000;
  const [unit, size] = UNITS.find(([, one]) => passed >= one) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(-Math.round(passed / size), unit);
}

/** What each kind of step does. */
const DOES = {
  decode_files: "Read own files", generate_hook: "Write the hook", generate_script: "Write the script", describe_film: "Describe the film",
  validate_coherence: "Judge coherence", analyze_pacing: "Judge pacing", track_emotional_arc: "Judge the arc", plan_scenes: "Plan scenes",
  generate_audio_tts: "Speak", generate_image_imagen: "Paint", generate_video_veo: "Make the clip", render_scene: "Render",
  plan_timeline: "Plan the timeline", mix_sound: "Mix the sound", compose_final_video: "Join the film", generate_thumbnail: "Design the thumbnail",
  export_video: "Export", complete: "Complete",
};

const inWords = (kind) => kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("_", " ");

/** A step's name as {kind, scene, does}; `scene` counts from 0 and is null for steps of the whole film. */
export function stepOf(name) {
  const [kind, scene] = name.split("#");
  return { kind, scene: /^\d+$/.test(scene ?? "") ? Number(scene) : null, does: DOES[kind] ?? inWords(kind) };
}

/** A step's name in words: `render_scene#3` becomes "Render, scene 4". */
export function stepWords(name) {
  const { does, scene } = stepOf(name);
  return scene === null ? does : `${does}, scene ${scene + 1}`;
}

/** A film's name: its title, else the end of its id; the beginning is the time, which films of one minute share. */
export const titleOf = (job) => job.title || `Film ${job.job_id.slice(-6)}`;

export const ENDED = new Set(["completed", "failed", "cancelled"]);

/** Marks as paths of 12 x 12, because not every font has the signs. */
const MARKS = {
  completed: "M2 6.5 5 9.5 10 3", failed: "M3 3 9 9M9 3 3 9", cancelled: "M2.5 6H9.5", executing: "M4 2.5V9.5L9.5 6Z",
  queued: "M6 2.5V6L8.5 7.5M6 1A5 5 0 1 0 6 11 5 5 0 1 0 6 1", retrying: "M9.5 4A4 4 0 1 0 10 7M10 1.5V4.5H7",
};
const ALSO = { pending: "queued", approval: "queued", ended: "completed", running: "executing", ready: "queued", paused: "cancelled", up: "completed", open: "failed", closed: "completed" };

const Mark = ({ word }) =>
  html`<svg class="mark" viewBox="0 0 12 12" aria-hidden="true"><path d=${MARKS[ALSO[word] ?? word] ?? MARKS.cancelled} /></svg>`;

/** A state as mark and word: never by colour alone. `as` is the state that it looks like: an open item is no open breaker. */
export const State = ({ word, as = word }) =>
  html`<span class=${`state ${as}`}><${Mark} word=${as} /> ${word}</span>`;

export const Progress = ({ name, share }) =>
  html`<progress max="1" value=${share} aria-label=${`${name}: ${percent(share)}`}></progress>`;

/** An error of the API; `at` says how old the data beside it are. */
export const Trouble = ({ error, at }) =>
  error &&
  html`<div class="trouble" role="alert">
    <strong>${error.problem?.title ?? "Error"}.</strong> ${error.message}
    ${at && html` Shown is the state of ${new Date(at).toLocaleTimeString()}.`}
    ${error.problem?.request_id && html`<small> Request ${error.problem.request_id}</small>`}
  </div>`;

/** The heading of a page: it takes the focus when the page opens, so that a screen reader reads it. */
export function Heading({ children }) {
  const place = useRef(null);
  useEffect(() => place.current.focus({ preventScroll: true }), []);
  return html`<h1 tabindex="-1" ref=${place}>${children}</h1>`;
}

/** A page whose module is on its way. */
export function Later({ load, values }) {
  const [found, setFound] = useState({});
  useEffect(() => { load().then((module) => setFound({ page: module.default }), () => setFound({ lost: true })); }, []);
  if (found.page) return html`<${found.page} ...${values} />`;
  if (found.lost) return html`<${Heading}>This page did not load<//><p role="alert">The connection failed, or the console has a new version.</p><button type="button" onClick=${() => location.reload()}>Reload</button>`;
  return html`<p class="empty" aria-busy="true">${READING}</p>`;
}

/** A figure with its name; `href` leads to what it counts. */
export const Figure = ({ name, value, href, note, kind = "" }) =>
  html`<li class=${`figure ${kind}`}><span>${name}</span><strong>${href ? html`<a href=${href}>${value}</a>` : value}</strong>
    ${note && html`<small>${note}</small>`}</li>`;

/** A ref for a part with buttons: if it goes away while one of them has the focus, the page's heading gets it. */
export function useFocusKept() {
  const place = useRef(null);
  useEffect(() => {
    const here = place.current;
    return () => { if (here.contains(document.activeElement)) document.querySelector("h1")?.focus({ preventScroll: true }); };
  }, []);
  return place;
}

/** A button whose action runs once at a time; `sure` is the question that a second click answers. Its focus is never lost. */
export function Act({ run, sure, children, kind = "" }) {
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState(null);
  const place = useFocusKept(), opener = useRef(null);
  const click = async (event) => {
    // A double click asks the question and does not answer it.
    if (busy || event.detail > 1) return;
    if (sure && !asked) return setAsked(true);
    setBusy(true);
    setError(null);
    try { await run(); } catch (failed) { setError(failed); }
    setBusy(false);
    setAsked(false);
  };
  const close = () => { setAsked(false); opener.current.focus(); };
  return html`<span class="act" ref=${place} onKeyDown=${(event) => event.key === "Escape" && asked && close()}>
    <button type="button" class=${kind} ref=${opener} onClick=${click} aria-disabled=${busy}>${asked ? sure : children}</button>
    ${asked && html`<button type="button" onClick=${close}>No</button>`}
    <${Trouble} error=${error} />
  </span>`;
}

/** A picture, in its own shape once it has loaded; without one a card with `words`, which shimmers while something is made. */
export function Poster({ url, alt = "", busy, words = "", children }) {
  const [shape, setShape] = useState(null);
  const measure = ({ target }) => setShape(target.naturalWidth / target.naturalHeight);
  return html`<span class=${`poster ${busy ? "moving" : ""} ${shape > 1 ? "wide" : ""}`} style=${shape && { "--shape": shape }}>
    ${url ? html`<img src=${url} alt=${alt} loading="lazy" width="180" height="320" onLoad=${measure} />` : html`<span class="blank"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 5H20V19H4ZM8 5V19M16 5V19M4 9.5H8M4 14.5H8M16 9.5H20M16 14.5H20" /></svg>${words}</span>`}
    ${children}</span>`;
}

/** The word for a film's state. */
export const stateOf = (job) => (job.approval_until ? "approval" : job.status);

/** A film as a card: its poster, or its progress. `children` stand above the poster, as a box to choose it. */
export const Card = ({ job, children }) => {
  const open = !ENDED.has(job.status);
  return html`<li class="cell">${children}
    <a class="card" href=${`#/films/${job.job_id}`}>
      <${Poster} url=${job.result?.files.thumbnail?.url} busy=${job.status === "executing"}><${State} word=${stateOf(job)} /><//>
      <span class="title" dir="auto">${titleOf(job)}</span>
      ${open && html`<${Progress} name=${titleOf(job)} share=${job.progress} />`}
      <small>${open ? `${percent(job.progress)} · ` : ""}${ago(job.created_at)}</small>
    </a>
  </li>`;
};

/** What a table says before its data are there. */
export const READING = "Reading.";

/** A table; on a narrow screen each row is a card whose cells name their columns. `columns` are the headers, `rows` a key and cells each;
 * `kind` "short" puts two cells in a line there, except the first and the last. */
export const Table = ({ name, columns, rows, empty = "Nothing here.", kind = "" }) =>
  rows.length === 0
    ? html`<p class="empty" aria-busy=${empty === READING}>${empty}</p>`
    : html`<div class=${`scroll ${kind}`} tabindex="0" role="region" aria-label=${name}>
        <table role="table">
          <thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th role="columnheader" scope="col" key=${column}>${column}</th>`)}</tr></thead>
          <tbody role="rowgroup">${rows.map(([key, ...cells]) => html`<tr role="row" key=${key}>${cells.map((cell, place) =>
            html`<td role="cell" class=${cell === "" ? "none" : ""} data-label=${columns[place]}><div dir="auto">${cell}</div></td>`)}</tr>`)}</tbody>
        </table>
      </div>`;
