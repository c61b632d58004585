// Files that are chosen or dropped are sent one by one with the other fields, their progress told. Without this the button sends them all.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const [drop, progress, status, fault, send] = ["drop", "progress", "status", "fault", "send"].map(part);
  const field = form.querySelector("input[type=file]");
  let waiting = [];
  part("hint").hidden = false;

  const tell = (files) => {
    waiting = [...files];
    fault.textContent = "";
    status.textContent = waiting.length ? `Sẽ tải lên ${waiting.length} tệp: ${waiting.map((file) => file.name).join(", ")}.` : "";
  };
  const busy = (is) => {
    field.disabled = send.disabled = is;
    progress.hidden = !is;
  };
  const sentences = ({ status: code, response }) => {
    if (code === 429) return ["Bạn vừa tải nhiều tệp liền nhau. Hãy đợi một phút rồi bấm “Tải lên”."];
    if (response?.faults) return response.faults;
    if (response?.message) return [response.message];
    return [code ? `Máy chủ chưa nhận được tệp (mã ${code}). Hãy tải lại trang rồi chọn lại.` : "Không gửi được tệp: mất kết nối. Hãy kiểm tra mạng rồi bấm “Tải lên”."];
  };

  const post = (file, at, all) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const data = new FormData(form);
    data.set(field.name, file);
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => { progress.value = ((at + loaded / total) / all) * 100; });
    request.upload.addEventListener("load", () => { status.textContent = `Đang kiểm tra “${file.name}” (${at + 1}/${all})…`; });
    request.addEventListener("loadend", () => resolve(request));
    status.textContent = `Đang tải lên “${file.name}” (${at + 1}/${all})…`;
    request.send(data);
  });

  // What was taken is not sent again; what was refused stays to be mended, each with its sentence.
  const postAll = async () => {
    const [files, refused, told] = [waiting, [], []];
    let url = "";
    fault.textContent = "";
    busy(true);
    for (const [at, file] of files.entries()) {
      const answer = await post(file, at, files.length);
      if (answer.response?.url) ({ url } = answer.response);
      else {
        refused.push(file);
        told.push(...sentences(answer));
      }
    }
    if (!refused.length) return location.assign(url);
    busy(false);
    tell(refused);
    status.textContent = `Đã tải lên ${files.length - refused.length}/${files.length} tệp.`;
    fault.textContent = [...new Set(told)].join(" ");
    field.value = "";
    return field.focus();
  };

  field.addEventListener("change", () => tell(field.files));
  tell(field.files); // chosen already, where the page was quicker than this
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (waiting.length) postAll();
    else {
      fault.textContent = "Chưa chọn tệp nào.";
      field.focus();
    }
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
    tell(field.files);
  });
  // A page that one comes back to holds the files of before, which may have changed since.
  window.addEventListener("pageshow", () => { field.disabled = send.disabled = false; });
});
