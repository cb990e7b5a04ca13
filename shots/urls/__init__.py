from . import assets, cuts, entities, grid, tasks

app_name = "shots"
urlpatterns = [*grid.urlpatterns, *assets.urlpatterns, *entities.urlpatterns, *tasks.urlpatterns, *cuts.urlpatterns]
