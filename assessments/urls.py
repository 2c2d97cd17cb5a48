from django.urls import path

from .views import adjustments, changes, delegations, dossiers, extensions, violations

app_name = "assessments"
urlpatterns = [
    path("applications/<uuid:key>/violations/new/", violations.opened, name="opened"),
    path("bases/<uuid:key>/violations/new/", violations.opened_on_base, name="opened_on_base"),
    path("violations/<uuid:key>/files/", violations.files, name="files"),
    path("violations/files/<int:key>/", violations.file, name="file"),
    path("bases/<uuid:key>/extensions/new/", extensions.drafted, name="extension_drafted"),
    path("extensions/<uuid:key>/", extensions.written, name="extension_written"),
    path("extensions/<uuid:key>/agreement/", extensions.agreement, name="extension_agreement"),
    path("extensions/<uuid:key>/files/<int:file>/remove/", extensions.file_removed, name="extension_file_removed"),
    path("extensions/files/<int:key>/", extensions.file, name="extension_file"),
    path("bases/<uuid:key>/delegations/new/", delegations.drafted, name="delegation_drafted"),
    path("delegations/<uuid:key>/findings/new/", delegations.finding, name="finding"),
    path("findings/files/<int:key>/", delegations.file, name="finding_file"),
    path("bases/<uuid:key>/changes/new/", changes.asked, name="change_asked"),
    path("changes/<uuid:key>/files/", changes.files, name="change_files"),
    path("changes/<uuid:key>/letter/", changes.letter, name="change_letter"),
    path("changes/files/<int:key>/", changes.file, name="change_file"),
    path("bases/<uuid:key>/renamings/new/", changes.renamed, name="host_renamed"),
    path("bases/<uuid:key>/adjustments/new/", adjustments.drafted, name="adjustment_drafted"),
    path("adjustments/<uuid:key>/experts/new/", adjustments.assessed, name="adjustment_assessed"),
    path("adjustments/files/<int:key>/", adjustments.file, name="adjustment_file"),
    path("dossiers/<uuid:key>/", dossiers.overview, name="dossier"),
    path("dossiers/<uuid:key>/sections/<slug:name>/", dossiers.section, name="dossier_section"),
    path("dossiers/<uuid:key>/rows/<slug:name>/", dossiers.rows, name="dossier_rows"),
    path("dossiers/<uuid:key>/entries/<int:number>/", dossiers.entry, name="dossier_entry"),
    path("dossiers/<uuid:key>/files/", dossiers.files, name="dossier_files"),
    path("dossiers/<uuid:key>/files/<int:number>/remove/", dossiers.file_removed, name="dossier_file_removed"),
    path("dossiers/<uuid:key>/check/", dossiers.check, name="dossier_check"),
    path("dossiers/files/<int:number>/", dossiers.file, name="dossier_file"),
]
