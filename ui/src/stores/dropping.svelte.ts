// Whether something from outside is being dragged over the window.

class Dropping {
  over = $state(false);
}

export const dropping = new Dropping();
