# A thin shell around make.py, which does everything and runs on Windows too.

SUPPORTED = import sys; sys.exit(sys.version_info < (3, 11))
CANDIDATES = python3 python python3.13 python3.12 python3.11 python3.14
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	if $$p -c '$(SUPPORTED)' >/dev/null 2>&1; then echo $$p; break; fi; done)
TARGETS = help book test check site lab student teacher classroom story notebooks models lock

.PHONY: $(TARGETS)
.DEFAULT_GOAL := help

export CHAPTER PICTURE STYLE INDEX SMALL

$(TARGETS):
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or later is needed: python.org has it."; exit 1; fi
	@"$(PYTHON)" make.py $@
