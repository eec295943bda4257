// The shell: signs in, chooses the page by the address's fragment, shows the menu.
import { html, render, useEffect, useState } from "./htm.mjs";
import { Batch } from "./batch.mjs";
import { Batches } from "./batches.mjs";
import { Film } from "./film.mjs";
import { Films } from "./films.mjs";
import { Letters } from "./letters.mjs";
import { Heading } from "./parts.mjs";
import { NewFilm } from "./newfilm.mjs";
import { Queues } from "./queues.mjs";
import { currentToken, isOperator, setToken, takeToken } from "./session.mjs";
import { THEMES, setTheme, theme } from "./theme.mjs";

const PAGES = [
  { path: /^\/films\/([^/]+)$/, page: Film },
  { path: /^\/films$/, page: Films, name: "Films" },
  { path: /^\/new$/, page: NewFilm, name: "New film" },
  { path: /^\/batches\/([^/]+)$/, page: Batch },
  { path: /^\/batches$/, page: Batches, name: "Batches" },
  { path: /^\/queues$/, page: Queues, name: "Queues", operators: true },
  { path: /^\/dead-letters$/, page: Letters, name: "Dead letters", operators: true },
];

function SignIn() {
  const submit = (event) => {
    event.preventDefault();
    setToken(new FormData(event.target).get("token"));
    dispatchEvent(new Event("signed-in"));
  };
  return html`<${Heading}>Sign in<//>
    <p>Your session has no valid token. On this machine <code>make up</code> prints an address that signs in.</p>
    <form onSubmit=${submit}>
      <label>Access token <input name="token" type="password" autocomplete="off" required /></label>
      <button type="submit" class="main">Sign in</button>
    </form>`;
}

const Missing = () => html`<${Heading}>Page not found<//><p><a href="#/films">All films</a></p>`;

function pageOf(address) {
  const [path, search = ""] = address.slice(1).split("?");
  for (const { path: pattern, page, operators } of PAGES) {
    const found = path.match(pattern);
    if (found && (!operators || isOperator())) return [page, { id: found[1], filters: Object.fromEntries(new URLSearchParams(search)) }, path];
  }
  return [Missing, {}, path];
}

const signOut = () => {
  setToken("");
  dispatchEvent(new Event("signed-out"));
};

const Theme = () =>
  html`<select aria-label="Colours" value=${theme()} onChange=${(event) => setTheme(event.target.value)}>
    ${THEMES.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</select>`;

function Menu({ address }) {
  const shown = PAGES.filter(({ name, operators }) => name && (!operators || isOperator()));
  const link = ({ name, path }) => {
    const target = `#/${name.toLowerCase().replace("new film", "new").replace(" ", "-")}`;
    const here = path.test(address.slice(1).split("?")[0]);
    return html`<a key=${name} href=${target} aria-current=${here ? "page" : null}>${name}</a>`;
  };
  return html`<header><a class="brand" href="#/films"><span aria-hidden="true"></span>Reelwright</a>
    <nav aria-label="Pages">${shown.map(link)}<a href="docs">API</a></nav>
    <div class="aside"><${Theme} /><button type="button" onClick=${signOut}>Sign out</button></div></header>`;
}

const main = () => document.getElementById("main");

function App() {
  const [address, setAddress] = useState(location.hash || "#/films");
  const [, redraw] = useState(0);
  useEffect(() => {
    const moved = () => { takeToken(); setAddress(location.hash || "#/films"); };
    const changed = () => redraw((count) => count + 1);
    addEventListener("hashchange", moved);
    addEventListener("signed-in", changed);
    addEventListener("signed-out", changed);
  }, []);
  const [Page, values, path] = currentToken() ? pageOf(address) : [SignIn, {}, "sign-in"];
  return html`<button type="button" class="skip" onClick=${() => main().focus()}>Skip to content</button>
    ${currentToken() && html`<${Menu} address=${address} />`}
    <main id="main" tabindex="-1"><${Page} key=${path} ...${values} /></main>`;
}

takeToken();
render(html`<${App} />`, document.getElementById("app"));
