// Draw a part of the page anew every so often, until the server says that there is no more to come.
document.addEventListener("DOMContentLoaded", () => {
  const again = async (part) => {
    const answer = await fetch(location.href).catch(() => null);
    const text = answer && answer.ok ? await answer.text() : "";
    const fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
    if (fresh) part.replaceWith(fresh);
    wait(fresh || part);
  };
  const wait = (part) => {
    if (part.dataset.refresh) setTimeout(again, Number(part.dataset.refresh), part);
  };
  document.querySelectorAll("[data-refresh]").forEach(wait);
});
