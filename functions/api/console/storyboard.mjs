// The scenes of a film as cards, which fill while they are made.
import { html } from "./htm.mjs";
import { dollars, seconds, stepWords } from "./words.mjs";

/** Group the steps of scenes by the scene's number. */
function scenesOf(steps) {
  const scenes = new Map();
  for (const step of steps) {
    const found = step.name.match(/^(.+)#(\d+)$/);
    if (found) scenes.set(Number(found[2]), [...(scenes.get(Number(found[2])) ?? []), step]);
  }
  return [...scenes].sort(([a], [b]) => a - b);
}

const Scene = ({ number, steps }) => {
  const running = steps.some((step) => step.state === "running");
  const cost = steps.reduce((sum, step) => sum + step.cost_usd, 0);
  return html`<li class=${running ? "scene moving" : "scene"}>
    <strong>Scene ${number}</strong>
    ${steps.map((step) => html`<span key=${step.name}>${stepWords(step.name.split("#")[0])}:
      ${step.state === "running" ? "being made" : step.cached ? "cached" : `${step.state}, ${seconds(step.seconds)}`}</span>`)}
    <small>${dollars(cost)}</small>
  </li>`;
};

export function Storyboard({ steps }) {
  const scenes = scenesOf(steps);
  return scenes.length > 0 && html`<section aria-labelledby="scenes"><h2 id="scenes">Storyboard</h2>
    <ol class="scenes">${scenes.map(([number, of]) => html`<${Scene} key=${number} number=${number} steps=${of} />`)}</ol>
  </section>`;
}
