import type { ReactNode } from 'react';
import { styled } from 'styled-components';

export interface Column<Row> {
  key: string;
  header: string;
  align?: 'right';
  /** Stays on one line, and on two where there is less room. */
  oneLine?: boolean;
  /** Stays empty where there is nothing, instead of a dash: for buttons. */
  mayBeBlank?: boolean;
  /** Null where there is nothing to say. */
  render: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  /** Says what the table holds; for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

const Table = styled.table`
  width: 100%;
  border-collapse: collapse;
  line-height: ${({ theme }) => theme.lineHeight.medium};
  caption {
    position: absolute;
    clip-path: inset(50%);
    width: 1px;
    height: 1px;
    overflow: hidden;
  }
  th,
  td {
    padding: ${({ theme }) => theme.spacing.small};
    text-align: start;
    vertical-align: top;
    font-weight: ${({ theme }) => theme.typography.fontWeight.regular};
    border-bottom: 1px solid ${({ theme }) => theme.colors.secondary30};
    overflow-wrap: break-word;
  }
  th[scope='row'] {
    overflow-wrap: anywhere;
    min-width: 6rem;
  }
  thead th {
    font-weight: ${({ theme }) => theme.typography.fontWeight.semiBold};
    overflow-wrap: normal;
  }
  td:empty:not([data-may-be-blank])::after {
    content: '–';
  }
  [data-one-line] {
    white-space: nowrap;
  }
  @media (max-width: 1023px) {
    th,
    td {
      padding-inline: ${({ theme }) => theme.spacing.xSmall};
    }
    [data-one-line] {
      min-width: 7.5rem;
      white-space: normal;
    }
  }
  [data-align='right'] {
    text-align: end;
    font-variant-numeric: tabular-nums;
    overflow-wrap: normal;
  }

  /* Narrow: each row becomes a card, each cell a line with its heading. */
  @media (max-width: 719px) {
    thead {
      position: absolute;
      clip-path: inset(50%);
      width: 1px;
      height: 1px;
      overflow: hidden;
    }
    /* All headings of a table share a column that is as wide as the longest of them. */
    tbody,
    tr,
    td {
      display: grid;
      grid-template-columns: subgrid;
    }
    tbody {
      grid-template-columns: fit-content(50%) minmax(0, 1fr);
      column-gap: ${({ theme }) => theme.spacing.small};
    }
    tr,
    th[scope='row'],
    td {
      grid-column: 1 / -1;
    }
    tr {
      padding: ${({ theme }) => `${theme.spacing.small} 0`};
      border-bottom: 1px solid ${({ theme }) => theme.colors.secondary30};
    }
    th[scope='row'],
    td {
      padding: ${({ theme }) => `${theme.spacing.xxSmall} 0`};
      border: 0;
    }
    [data-one-line] {
      min-width: 0;
    }
    th[scope='row'] {
      font-weight: ${({ theme }) => theme.typography.fontWeight.semiBold};
    }
    td:empty {
      display: none;
    }
    td::before {
      content: attr(data-header);
      color: ${({ theme }) => theme.colors.secondary60};
    }
    td[data-align='right'] {
      text-align: start;
    }
  }
`;

/** A real table that becomes a list of cards on narrow screens. The first column names the row. */
export function DataTable<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    // `display: block` on the parts takes the table's meaning away in some browsers; the roles give it back.
    <Table role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ key, header, align, oneLine }) => (
            <th key={key} scope="col" role="columnheader" data-align={align} data-one-line={oneLine}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map(({ key, header, align, oneLine, mayBeBlank, render }, index) => {
              const content = render(row);
              return index === 0 ? (
                <th key={key} scope="row" role="rowheader">
                  {content}
                </th>
              ) : (
                <td
                  key={key}
                  role="cell"
                  data-align={align}
                  data-one-line={oneLine}
                  data-may-be-blank={mayBeBlank}
                  data-header={header}
                >
                  {content === null ? null : <span>{content}</span>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
