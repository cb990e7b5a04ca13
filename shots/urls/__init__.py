from . import cuts, entities, grid, tasks

app_name = "shots"
urlpatterns = [*grid.urlpatterns, *entities.urlpatterns, *tasks.urlpatterns, *cuts.urlpatterns]
