// The button that shares a page: by the phone's own way where there is one, else its address is copied.
document.addEventListener("DOMContentLoaded", () => {
  const part = document.querySelector("[data-share]");
  if (!part || !(navigator.share || navigator.clipboard)) return;
  const button = part.querySelector("button");
  const url = document.querySelector("link[rel=canonical]").href;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (navigator.share) {
      await navigator.share({ title: part.dataset.title, url }).catch(() => {}); // given up
      return;
    }
    await navigator.clipboard.writeText(url);
    part.querySelector("[role=status]").textContent = "Đã chép địa chỉ của trang.";
  });
});
