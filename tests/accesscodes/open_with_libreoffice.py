"""Run by the system's Python, which has LibreOffice's own bridge: prints what each try shows, a text or null.

open_with_libreoffice.py SOFFICE '[["FILE", "PASSWORD"], ["FILE", null]]'     null: without any password
"""
# ruff: noqa: BLE001, T201 - the office raises what it likes, and the test reads what is printed

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + 60
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def text_with(desktop, file, password):
    properties = [PropertyValue("Hidden", 0, True, 0)]
    if password is not None:
        properties.append(PropertyValue("Password", 0, password, 0))
    try:
        document = desktop.loadComponentFromURL(Path(file).as_uri(), "_blank", 0, tuple(properties))
    except Exception:
        return None
    if document is None:
        return None
    text = document.Text.String
    document.close(True)
    return text


def main():
    soffice, tries = sys.argv[1:]
    with tempfile.TemporaryDirectory() as home:
        pipe = f"codes{Path(home).name}"
        office = subprocess.Popen(
            [
                soffice,
                "--headless",
                "--norestore",
                f"-env:UserInstallation={Path(home).as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            print(json.dumps([text_with(desktop, file, password) for file, password in json.loads(tries)]))
            desktop.terminate()
        finally:
            office.wait(20)


main()
