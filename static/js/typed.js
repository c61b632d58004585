// A choice that is typed: the server offers what the words may mean, those of today first. Without scripts one types the name.
document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-typed]")) {
    const [chosen, box] = place.querySelectorAll("input");
    const address = new URL(place.dataset.from || location.pathname, location.href);
    address.searchParams.set("goi-y", place.dataset.typed);
    const known = chosen.value ? [{ key: chosen.value, label: box.placeholder }] : [];
    const label = box.getAttribute("aria-label");
    let words = chosen.value ? "" : box.value;
    if (!chosen.value) box.value = "";
    const typed = new TomSelect(box, {
      maxItems: 1,
      valueField: "key",
      labelField: "label",
      searchField: [],
      options: known,
      items: known.map((offer) => offer.key),
      optgroups: [{ value: "now", label: "Hiện nay" }, { value: "before", label: "Trước đây" }],
      optgroupField: "time",
      lockOptgroupOrder: true,
      sortField: [{ field: "$order" }],
      preload: "focus",
      placeholder: label,
      render: {
        option: (offer, escape) => `<div>${escape(offer.label)} <span class="meta">${escape(offer.beside || "")}</span></div>`,
        no_results: () => '<div class="no-results">Không có tên nào như vậy.</div>',
        loading: () => '<div class="no-results">Đang tìm…</div>',
      },
      load: async (asked, show) => {
        address.searchParams.set("ten", asked);
        const answer = await fetch(address).catch(() => null);
        typed.clearOptions();
        const offers = answer && answer.ok ? (await answer.json()).offers : [];
        show(offers.map((offer) => ({ ...offer, time: offer.is_former ? "before" : "now" })));
      },
      onType: (text) => { words = text; },
      // What was typed and not picked is still said, and sent as it is: the server knows names.
      onBlur: () => { if (words) typed.control_input.placeholder = words; },
      onChange: (key) => {
        chosen.value = key;
        words = "";
      },
    });
    box.form.addEventListener("submit", () => { if (words) chosen.value = words; });
    typed.control_input.setAttribute("aria-label", label);
    box.removeAttribute("name");
  }
});
