"use strict";
// Nothing is looked up elsewhere: the completers that ask prefix.cc and Linked Open Vocabularies are off.
Yasgui.Yasqe.defaults.autocompleters = ["variables"];
Yasgui.Yasqe.defaults.createShareableLink = null;
Yasgui.Yasqe.defaults.value = `PREFIX kg: <https://w3id.org/zhkg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?name ?organization WHERE {
  ?person a kg:Person ; rdfs:label ?name .
  OPTIONAL { ?person kg:affiliation/rdfs:label ?organization }
} ORDER BY ?name LIMIT 100`;
new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "POST" },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [] },
  persistenceId: null,
});
