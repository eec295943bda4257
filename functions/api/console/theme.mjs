// The colours: the system's, or the person's own choice, which this browser keeps. Set before the first paint.
const KEY = "reelwright-theme";
export const THEMES = ["auto", "light", "dark"];

export function theme() {
  try { return localStorage.getItem(KEY) ?? "auto"; } catch { return "auto"; }
}

export function setTheme(name) {
  document.documentElement.dataset.theme = name;
  try { localStorage.setItem(KEY, name); } catch { /* private mode: the choice lives as long as the page */ }
}

document.documentElement.dataset.theme = theme();
