// A new film: what it will cost and take is shown before it is sent.
import { html, useEffect, useRef, useState } from "./htm.mjs";
import { ask, newKey } from "./api.mjs";
import { Act, Heading, Trouble } from "./parts.mjs";
import { dollars, seconds } from "./words.mjs";

const PLATFORMS = ["youtube", "tiktok", "instagram", "youtube_wide", "square"];
const CAPTIONS = ["karaoke", "pop", "box", "sidecar"];
const PATIENCE = 600;

const requestOf = ({ kind, text, title, platform, captions, duration, hold }) => ({
  video_request: {
    title, platform, captions, hold_at: hold ? "storyboard" : null, duration: Number(duration),
    [kind === "script" ? "script_content" : "prompt"]: text,
  },
});

/** Ask for the price, a moment after the last key. */
function usePrice(values) {
  const [price, setPrice] = useState({});
  useEffect(() => {
    if (!values.text.trim()) return setPrice({});
    const stop = new AbortController();
    const timer = setTimeout(() => {
      ask("/api/v1/jobs?dry_run=true", { method: "POST", body: requestOf(values), signal: stop.signal }).then(
        (tried) => setPrice({ tried }),
        (error) => error.name !== "AbortError" && setPrice({ error }),
      );
    }, PATIENCE);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [JSON.stringify(values)]);
  return price;
}

const Price = ({ tried }) =>
  html`<p class="price panel" role="status">${tried
    ? html`<strong>${dollars(tried.estimated_cost_usd)}</strong>, ready in about
        <strong> ${seconds(tried.estimated_duration)}</strong>, a film of ${seconds(tried.estimated_film_seconds)}`
    : "Price and time are shown here before you send."}
    ${tried?.warnings.map((warning) => html`<br key=${warning.code} /><span>${warning.message}</span>`)}</p>`;

const Choice = ({ name, words, value, set }) =>
  html`<label>${name} <select value=${value} onChange=${(event) => set(event.target.value)}>
    ${words.map((word) => html`<option key=${word} value=${word}>${word.replaceAll("_", " ")}</option>`)}</select></label>`;

export default function NewFilm() {
  const [values, setValues] = useState({ kind: "script", text: "", title: "", platform: "tiktok", captions: "karaoke", duration: "30", hold: false });
  const set = (name) => (value) => setValues((old) => ({ ...old, [name]: value }));
  const { tried, error } = usePrice(values);
  // One key for equal values: a second click, or a repeat after a lost answer, makes no second film.
  const keys = useRef({});
  const keyOf = (text) => (keys.current[text] ??= newKey());
  const send = async () => {
    const body = requestOf(values);
    const made = await ask("/api/v1/jobs", { method: "POST", body, key: keyOf(JSON.stringify(body)) });
    location.hash = `#/films/${made.job_id}`;
  };
  return html`<${Heading}>New film<//>
    <form onSubmit=${(event) => event.preventDefault()}>
      <${Choice} name="Make it from" words=${["script", "idea"]} value=${values.kind} set=${set("kind")} />
      <label>${values.kind === "script" ? "Script" : "Idea"}
        <textarea rows="8" dir="auto" aria-invalid=${Boolean(error)} aria-describedby="wrong"
          onInput=${(event) => set("text")(event.target.value)}>${values.text}</textarea></label>
      <div class="pair"><label>Title <input maxlength="200" dir="auto" value=${values.title} onInput=${(event) => set("title")(event.target.value)} /></label>
      <${Choice} name="Platform" words=${PLATFORMS} value=${values.platform} set=${set("platform")} />
      <${Choice} name="Captions" words=${CAPTIONS} value=${values.captions} set=${set("captions")} />
      <label>Seconds, for an idea <input type="number" min="5" max="900" value=${values.duration} onInput=${(event) => set("duration")(event.target.value)} /></label></div>
      <label class="check"><input type="checkbox" checked=${values.hold} onChange=${(event) => set("hold")(event.target.checked)} />
        Show me the storyboard first: the film waits for my approval</label>
      <div id="wrong"><${Trouble} error=${error} />
        <ul>${error?.problem?.errors?.map((one) => html`<li key=${one.field}>${one.field}: ${one.message}</li>`)}</ul></div>
      <${Price} tried=${tried} />
      <${Act} kind="main" run=${send}>Make the film<//>
    </form>`;
}
