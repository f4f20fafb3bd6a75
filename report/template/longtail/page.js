/* The switches of the bar, and the place in the table of contents. */
(() => {
  const theme = document.getElementById("theme-switch");
  const name = () => {
    theme.textContent = document.documentElement.dataset.theme === "dark" ? "Light" : "Dark";
    theme.setAttribute("aria-label", `${theme.textContent} theme`);
  };
  theme.hidden = false;
  theme.addEventListener("click", () => window.switchTheme());
  document.addEventListener("themechange", name);
  name();

  const code = document.getElementById("code-switch");
  if (code) {
    const folds = document.querySelectorAll("details.code");
    code.hidden = false;
    code.addEventListener("click", () => {
      const show = code.getAttribute("aria-pressed") !== "true";
      code.setAttribute("aria-pressed", String(show));
      code.textContent = show ? "Hide code" : "Show code";
      for (const fold of folds) fold.open = show;
    });
  }

  // The menu of a narrow screen closes when a section was chosen, or with Escape.
  const menu = document.querySelector(".contents-button");
  if (menu) {
    menu.addEventListener("click", (event) => {
      if (event.target.closest("a")) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  const links = new Map();
  for (const link of document.querySelectorAll("nav.contents a"))
    links.set(decodeURIComponent(link.hash.slice(1)), link);
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 120);
    const here = passed.length > 0 ? passed[passed.length - 1].id : undefined;
    for (const [id, link] of links) {
      if (id === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  if (headings.length > 0) {
    addEventListener("scroll", mark, { passive: true });
    mark();
  }
})();
