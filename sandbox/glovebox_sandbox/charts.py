"""x"""
def chart(figure, notes):
    return None
