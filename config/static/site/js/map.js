/* The zoomable map: land without borders, dots taken from the list beside it. The list stays the full account. */
(function () {
  "use strict";

  function entries(list) {
    const found = [];
    list.querySelectorAll("[data-lat][data-lon]").forEach((item) => {
      const lat = Number(item.dataset.lat);
      const lon = Number(item.dataset.lon);
      if (!Number.isFinite(lat) || !Number.isFinite(lon)) return;
      const link = item.querySelector("a[href]");
      found.push({ lat, lon, item, link, label: item.dataset.label || (link ? link.textContent.trim() : ""), learn: item.matches(".card--learn, [data-learn]") });
    });
    return found;
  }

  /* The text of a popup: a heading link per record at this place, built as nodes (never as HTML text) */
  function popup(group) {
    const box = document.createElement("ul");
    box.className = "map-popup";
    group.slice(0, 12).forEach((entry) => {
      const row = document.createElement("li");
      const name = document.createElement(entry.link ? "a" : "span");
      if (entry.link) name.href = entry.link.href;
      name.textContent = entry.label;
      row.append(name);
      box.append(row);
    });
    return box;
  }

  function byPlace(found) {
    const groups = new Map();
    found.forEach((entry) => {
      const key = entry.lat.toFixed(2) + " " + entry.lon.toFixed(2);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(entry);
    });
    return groups;
  }

  function addDots(map, list) {
    const bounds = [];
    byPlace(entries(list)).forEach((group) => {
      const first = group[0];
      const dot = L.circleMarker([first.lat, first.lon], {
        radius: Math.min(14, 6 + 2 * Math.log2(group.length)),
        className: "map-dot" + (group.every((entry) => entry.learn) ? " map-dot--learn" : ""),
      });
      dot.bindPopup(() => popup(group), { autoPanPadding: [24, 24] });
      dot.bindTooltip(group.length > 1 ? first.label + " +" + (group.length - 1) : first.label);
      dot.addTo(map);
      bounds.push([first.lat, first.lon]);
      group.forEach((entry) => {
        const show = (on) => dot.getElement() && dot.getElement().classList.toggle("map-dot--on", on);
        entry.item.addEventListener("pointerenter", () => show(true));
        entry.item.addEventListener("pointerleave", () => show(false));
        entry.item.addEventListener("focusin", () => show(true));
        entry.item.addEventListener("focusout", () => show(false));
      });
    });
    return bounds;
  }

  async function start(box) {
    const list = document.getElementById(box.dataset.list);
    if (!list || typeof L === "undefined") return;
    const map = L.map(box, {
      crs: L.CRS.EPSG4326, attributionControl: false, zoomControl: false, minZoom: 0, maxZoom: 7, zoomSnap: 0.25,
      maxBounds: [[-75, -200], [90, 200]], scrollWheelZoom: false, worldCopyJump: false,
    });
    L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    const bounds = addDots(map, list);
    if (bounds.length === 1) map.setView(bounds[0], 3);
    else if (bounds.length) map.fitBounds(bounds, { padding: [30, 30], maxZoom: 5 });
    else map.setView([15, 10], 1);
    try {
      const answer = await fetch(box.dataset.land);
      if (!answer.ok) throw new Error(answer.statusText);
      L.polygon(await answer.json(), { className: "map-land", interactive: false, stroke: false, smoothFactor: 0.5 }).addTo(map).bringToBack();
    } catch (error) {
      box.closest(".map").querySelector(".map__note").textContent += " (" + error.message + ")";
    }
  }

  function all(scope) {
    scope.querySelectorAll("[data-map]:not(.leaflet-container)").forEach(start);
  }
  all(document);
  /* results exchanged without a page load bring a new map */
  document.addEventListener("htmx:afterSettle", (event) => all(event.target));
})();
