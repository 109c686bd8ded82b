/** The pictures of kinds of records: of those that many organizations have; others share one. */
import {
  BoxFilled,
  BoxRegular,
  BuildingFilled,
  BuildingRegular,
  CartFilled,
  CartRegular,
  ChatWarningFilled,
  ChatWarningRegular,
  type FluentIcon,
  PersonFilled,
  PersonRegular,
  TaskListSquareLtrFilled,
  TaskListSquareLtrRegular,
  TextBulletListSquareFilled,
  TextBulletListSquareRegular,
} from '@fluentui/react-icons';

export interface EntityIcon {
  readonly plain: FluentIcon;
  /** Where its page is shown. */
  readonly chosen: FluentIcon;
}

const icons: Readonly<Record<string, EntityIcon>> = {
  account: { plain: BuildingRegular, chosen: BuildingFilled },
  contact: { plain: PersonRegular, chosen: PersonFilled },
  case: { plain: ChatWarningRegular, chosen: ChatWarningFilled },
  task: { plain: TaskListSquareLtrRegular, chosen: TaskListSquareLtrFilled },
  salesorder: { plain: CartRegular, chosen: CartFilled },
  product: { plain: BoxRegular, chosen: BoxFilled },
};
const other: EntityIcon = { plain: TextBulletListSquareRegular, chosen: TextBulletListSquareFilled };

export function entityIcon(entity: string): EntityIcon {
  return icons[entity] ?? other;
}
