"""Settings of JupyterLab itself for `npm start`: it asks for no news and looks for no update."""

c = get_config()  # noqa: F821 -- given by Jupyter

c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
