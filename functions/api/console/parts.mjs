// Small parts that every page uses.
import { html, useEffect, useRef, useState } from "./htm.mjs";
import { percent } from "./words.mjs";

const MARKS = { completed: "✓", failed: "✕", cancelled: "–", executing: "▶", queued: "…", pending: "…", retrying: "↻" };

/** A state as mark and word: never by colour alone. */
export const State = ({ word }) =>
  html`<span class=${`state ${word}`}><span aria-hidden="true">${MARKS[word] ?? "•"}</span> ${word}</span>`;

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

/** A button whose action runs once at a time; `sure` is the question that a second click answers. */
export function Act({ run, sure, children, kind = "" }) {
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState(null);
  const click = async () => {
    if (busy) return;
    if (sure && !asked) return setAsked(true);
    setBusy(true);
    setError(null);
    try { await run(); } catch (failed) { setError(failed); }
    setBusy(false);
    setAsked(false);
  };
  return html`<span class="act">
    <button type="button" class=${kind} onClick=${click} aria-disabled=${busy}>${asked ? sure : children}</button>
    ${asked && html`<button type="button" onClick=${() => setAsked(false)}>No</button>`}
    <${Trouble} error=${error} />
  </span>`;
}

/** A table that scrolls by itself on a narrow screen. `columns` are the headers, `rows` arrays of cells. */
export const Table = ({ name, columns, rows, empty = "Nothing here." }) =>
  rows.length === 0
    ? html`<p class="empty">${empty}</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
        <table>
          <thead><tr>${columns.map((column) => html`<th scope="col" key=${column}>${column}</th>`)}</tr></thead>
          <tbody>${rows.map(([key, ...cells]) => html`<tr key=${key}>${cells.map((cell) => html`<td dir="auto">${cell}</td>`)}</tr>`)}</tbody>
        </table>
      </div>`;
