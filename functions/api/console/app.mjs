// The shell: signs in, chooses the page by the address's fragment, shows the menu.
import { html, render, useEffect, useRef, useState } from "./htm.mjs";
import { Pause } from "./api.mjs";
import { Heading, Later } from "./parts.mjs";
import { SignIn, currentToken, isOperator, signOut, start, takeToken } from "./session.mjs";
import { THEMES, setTheme, theme } from "./theme.mjs";

/** Each page is a module that loads when it is opened first, so that the first load stays small. */
const PAGES = [
  { path: /^\/?$/, load: () => import("./overview.mjs"), name: "Overview", target: "" },
  { path: /^\/films\/([^/]+)$/, load: () => import("./film.mjs") },
  { path: /^\/films$/, load: () => import("./films.mjs"), name: "Films", target: "films" },
  { path: /^\/new$/, load: () => import("./newfilm.mjs"), name: "New film", target: "new" },
  { path: /^\/batches\/([^/]+)$/, load: () => import("./batch.mjs") },
  { path: /^\/batches$/, load: () => import("./batches.mjs"), name: "Batches", target: "batches" },
  { path: /^\/queues$/, load: () => import("./queues.mjs"), name: "Queues", target: "queues", operators: true },
  { path: /^\/dead-letters$/, load: () => import("./letters.mjs"), name: "Dead letters", target: "dead-letters", operators: true },
  { path: /^\/providers$/, load: () => import("./providers.mjs"), name: "Providers", target: "providers", operators: true },
];

const Missing = () => html`<${Heading}>Page not found<//><p>There is no page at this address, or it is one for operators. <a href="#/films">All films</a></p>`;

function pageOf(address) {
  const [path, search = ""] = address.slice(1).split("?");
  for (const { path: pattern, load, operators } of PAGES) {
    const found = path.match(pattern);
    const values = { id: found?.[1], filters: Object.fromEntries(new URLSearchParams(search)) };
    if (found && (!operators || isOperator())) return [Later, { load, values }, path];
  }
  return [Missing, {}, path];
}

const Theme = () =>
  html`<select aria-label="Colours" value=${theme()} onChange=${(event) => setTheme(event.target.value)}>
    ${THEMES.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</select>`;

/** The menu; a narrow window folds it behind a button, which a choice or Escape closes. */
function Menu({ address }) {
  const [open, setOpen] = useState(false), opener = useRef(null);
  useEffect(() => setOpen(false), [address]);
  const shown = PAGES.filter(({ name, operators }) => name && (!operators || isOperator()));
  const link = ({ name, path, target }) => {
    const here = path.test(address.slice(1).split("?")[0]);
    return html`<a key=${name} href=${`#/${target}`} aria-current=${here ? "page" : null} onClick=${() => setOpen(false)}>${name}</a>`;
  };
  const left = (event) => { if (open && event.key === "Escape") { setOpen(false); opener.current.focus(); } };
  return html`<header onKeyDown=${left}><a class="brand" href="#/"><span aria-hidden="true"></span>Reelwright</a>
    <button type="button" class="opener" aria-expanded=${open} aria-controls="menu" ref=${opener} onClick=${() => setOpen(!open)}>Menu</button>
    <div id="menu" class=${open ? "folds open" : "folds"}><nav aria-label="Pages">${shown.map(link)}<a href="docs">API</a></nav>
      <div class="aside"><${Pause} /><${Theme} /><button type="button" onClick=${signOut}>Sign out</button></div></div></header>`;
}

const main = () => document.getElementById("main");

function App({ trouble }) {
  const [address, setAddress] = useState(location.hash || "#/");
  const [, redraw] = useState(0);
  useEffect(() => {
    const moved = () => { takeToken(); setAddress(location.hash || "#/"); };
    const changed = () => redraw((count) => count + 1);
    addEventListener("hashchange", moved);
    addEventListener("signed-in", changed);
    addEventListener("signed-out", changed);
    moved(); // the address may have changed between the first drawing and now
  }, []);
  const [Page, values, path] = currentToken() ? pageOf(address) : [SignIn, { trouble }, "sign-in"];
  return html`<button type="button" class="skip" onClick=${() => main().focus()}>Skip to content</button>
    ${currentToken() && html`<${Menu} address=${address} />`}
    <main id="main" tabindex="-1"><${Page} key=${path} ...${values} /></main>`;
}

// A held key repeats itself: without this, it would ask a question and answer it.
addEventListener("keydown", (event) => {
  if (event.repeat && event.key === "Enter" && event.target.closest("button")) event.preventDefault();
}, true);

const trouble = await start();
render(html`<${App} trouble=${trouble} />`, document.getElementById("app"));
