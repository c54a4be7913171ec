assets: ## build the styles and scripts into static/built
	.venv/bin/python -m dev.assets
check:
	.venv/bin/python -m dev.check
