from . import bulk, casting, cuts, entities, grid, structure, tasks, versions

app_name = "shots"
urlpatterns = [
    *grid.urlpatterns,
    *entities.urlpatterns,
    *structure.urlpatterns,
    *casting.urlpatterns,
    *bulk.urlpatterns,
    *tasks.urlpatterns,
    *cuts.urlpatterns,
    *versions.urlpatterns,
]
