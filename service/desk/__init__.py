"""The review desk: people sign, correct and reject sentences in a browser.

An application and process of its own, on the files and through the functions of the command line.
"""
