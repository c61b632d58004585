// A file that is chosen or dropped is sent at once, with its progress told. Without this it is sent by the button.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-import]");
  if (!form) return;
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const [drop, progress, status, fault, send] = ["drop", "progress", "status", "fault", "send"].map(part);
  const field = form.querySelector("input[type=file]");
  part("hint").hidden = false;

  const refuse = (sentence) => {
    progress.hidden = true;
    status.textContent = "";
    field.disabled = send.disabled = false;
    fault.textContent = sentence;
    field.value = "";
    field.focus();
  };

  const answered = (request) => {
    const { url, message } = request.response ?? {};
    if (url) return location.assign(url);
    if (request.status === 429) return refuse("Bạn vừa nộp nhiều tệp liền nhau. Hãy đợi một phút rồi chọn lại tệp.");
    return refuse(message ?? `Máy chủ chưa nhận được tệp (mã ${request.status}). Hãy tải lại trang rồi chọn lại tệp.`);
  };

  const post = () => {
    const request = new XMLHttpRequest();
    const told = field.files[0].name;
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => { progress.value = (loaded / total) * 100; });
    request.upload.addEventListener("load", () => {
      progress.removeAttribute("value");
      status.textContent = `Đã tải lên “${told}”. Đang kiểm tra…`;
    });
    request.addEventListener("load", () => answered(request));
    request.addEventListener("error", () => refuse("Không gửi được tệp: mất kết nối. Hãy kiểm tra mạng rồi chọn lại tệp."));
    const data = new FormData(form);
    fault.textContent = "";
    status.textContent = `Đang tải lên “${told}”…`;
    progress.value = 0;
    progress.hidden = false;
    field.disabled = send.disabled = true;
    request.send(data);
  };

  field.addEventListener("change", () => field.files.length && post());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (field.files.length) post();
    else refuse("Chưa chọn tệp nào.");
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("import-over", name === "dragover");
    });
  }
  drop.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length || field.disabled) return;
    field.files = event.dataTransfer.files;
    post();
  });
  // A page that one comes back to holds the file of before, which may have changed since.
  window.addEventListener("pageshow", () => { field.disabled = send.disabled = false; });
});
