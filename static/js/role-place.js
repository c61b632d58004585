// Asks for the unit or the agency of a role where the role has one, and for nothing that it has not.
for (const role of document.querySelectorAll("select[name=role]")) {
  const places = [...role.form.querySelectorAll("select[data-roles]")];
  const ask = () => {
    for (const place of places) {
      const isAsked = place.dataset.roles.split(" ").includes(role.value);
      place.closest(".mb-3").hidden = !isAsked;
      if (!isAsked) place.value = "";
    }
  };
  role.addEventListener("change", ask);
  ask();
}
