/* Light or dark, before the first paint: the reader's choice, else the system's. */
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try {
    chosen = localStorage.getItem("longtail-theme");
  } catch {
    // A page opened from a file may have no storage; the system's theme it is.
  }
  const apply = (theme) => {
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  const current = () => chosen ?? (system.matches ? "dark" : "light");
  apply(current());
  system.addEventListener("change", () => apply(current()));
  window.switchTheme = () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("longtail-theme", chosen);
    } catch {
      // It holds for this visit then.
    }
    apply(chosen);
  };
})();
