// Shows the findings that the filters ask for. Without it, all are shown and there are no filters.
"use strict";
{
  const filters = document.getElementById("filters");
  const status = document.getElementById("shown");
  const findings = [...document.querySelectorAll(".finding")];
  const words = [...document.querySelectorAll("[data-findings]")];
  const groups = [...document.querySelectorAll(".part"), ...document.querySelectorAll(".file")];

  const checked = (name) => new Set([...filters.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value));

  const update = () => {
    const severities = checked("severity");
    const kinds = checked("kind");
    const file = filters.elements.namedItem("file").value;
    const shown = new Set();
    for (const finding of findings) {
      const { severity, kind } = finding.dataset;
      const inFile = file === "" || finding.closest(".file").dataset.file === file;
      finding.hidden = !(severities.has(severity) && kinds.has(kind) && inFile);
      if (!finding.hidden) shown.add(finding.dataset.number);
    }
    for (const word of words) {
      const off = !word.dataset.findings.split(" ").some((number) => shown.has(number));
      if (word.localName === "a") word.hidden = off;
      else word.classList.toggle("off", off);
    }
    for (const group of groups) group.hidden = !group.querySelector(".finding:not([hidden])");
    status.textContent = `${shown.size} of ${findings.length} findings shown`;
  };

  if (filters) {
    filters.hidden = false;
    filters.addEventListener("change", update);
    filters.addEventListener("submit", (event) => event.preventDefault());
    filters.addEventListener("reset", () => setTimeout(update));
    update();
  }
}
